/**
 * What we rely on in every shell: the agent can be reached by our own page and by nobody else. The same file runs in the browser shell, in Electron's
 * stand-in and, where its binary is, in Electron itself.
 */
import { expect, test } from '../support/shells.ts'
import type { Shell } from '../support/shell-host.ts'
import type { AgentBridge } from '../../domain/contracts/bridge.ts'
import type { Call } from '../../domain/contracts/contract.ts'

type PageWithBridge = typeof globalThis & { agent?: AgentBridge }

const shown = (shell: Shell) => expect(shell.page.locator('#app')).not.toBeEmpty()
const violations = (shell: Shell, source: string) => shell.page.evaluate(source)

test.describe('every shell', () => {
  test('shows the page in Chinese and takes the secret out of the address', async ({ shell }) => {
    await shown(shell)
    await expect(shell.page).toHaveTitle(/消防技术服务机构客户端/)
    expect(shell.page.url()).not.toContain('token')
  })

  test('keeps working after a reload', async ({ shell }) => {
    await shown(shell)
    await shell.page.reload()
    await shown(shell)
    expect(shell.page.url()).not.toContain('token')
  })

  test('runs no inline script, no eval and no foreign connection', async ({ shell }) => {
    await shown(shell)
    const inline = `new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true })
      const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script)
    }).then((directive) => [directive, window.ran ?? false])`
    expect(await violations(shell, inline)).toEqual(['script-src-elem', false])
    const evaluated = `new Promise((resolve) => setTimeout(() => { try { eval('1'); resolve('ran') } catch (error) { resolve(error.name) } }))`
    expect(await violations(shell, evaluated)).toBe('EvalError')
    expect(await violations(shell, `fetch('https://evil.example/').then(() => 'ok', () => 'blocked')`)).toBe(
      'blocked',
    )
  })

  test('finds its data again after closing and opening', async ({ shell }) => {
    await shown(shell)
    await shell.restartShell()
    await shown(shell)
  })
})

test.describe('Electron', () => {
  test.skip(({ shellName }) => shellName === 'browser', 'only where there is a main process')

  test('hands the page a frozen bridge of call and on, and nothing of Node', async ({ shell }) => {
    await shown(shell)
    const surface = await shell.page.evaluate(() => {
      const { agent } = globalThis as PageWithBridge
      const hidden = ['require', 'process', 'ipcRenderer', 'module'].filter((name) => name in globalThis)
      return { keys: Object.keys(agent ?? {}).sort(), frozen: Object.isFrozen(agent), hidden }
    })
    expect(surface).toEqual({ keys: ['call', 'on', 'shell'], frozen: true, hidden: [] })
  })

  test('answers calls through the bridge as results', async ({ shell }) => {
    await shown(shell)
    const call: (method: string) => ReturnType<Call> = (method) =>
      shell.page.evaluate((name) => (globalThis as PageWithBridge).agent!.call(name, undefined), method)
    expect(await call('accounts.current')).toEqual({ ok: true, value: null })
    expect(await call('__proto__.toString')).toMatchObject({ ok: false, failure: { code: 'not-found' } })
  })

  test('answers only the top frame of its own page', async ({ shell }) => {
    await shown(shell)
    const answers = await shell.app!.evaluate(({ ipcMain }) => {
      // Safe: Electron keeps handlers of ipcMain.handle in this map, by channel; there is no public way to ask as a foreign frame.
      const internal = ipcMain as unknown as {
        _invokeHandlers?: Map<string, Handler>
        h?: Map<string, Handler>
      }
      type Handler = (event: unknown, ...input: unknown[]) => unknown
      const handle = (internal._invokeHandlers ?? internal.h)!.get('agent:call')!
      const ask = async (senderFrame: unknown) => {
        try {
          await handle({ senderFrame }, 'accounts.current', undefined)
          return 'answered'
        } catch (error) {
          return String(error)
        }
      }
      const frames = [
        { url: 'https://evil.example/', parent: null },
        { url: 'app://bundle.evil/index.html', parent: null },
        { url: 'app://bundle/index.html', parent: {} },
        null,
      ]
      return Promise.all(frames.map(ask))
    })
    expect(answers).toEqual(Array(4).fill('Error: refused'))
  })

  test('stays on its page when it is told to go elsewhere, and opens https links in the system browser', async ({
    shell,
  }) => {
    await shown(shell)
    await shell.app!.evaluate(({ shell: system }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      system.openExternal = (url) => {
        opened.push(url)
        return Promise.resolve()
      }
    })
    const before = shell.page.url()
    await shell.page.evaluate(() => {
      location.href = 'https://evil.example/'
    })
    await shell.page.evaluate(() => {
      window.open('https://example.org/help')
      window.open('file:///etc/passwd')
    })
    const opened = () => shell.app!.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
    await expect.poll(opened).toEqual(['https://example.org/help'])
    expect(shell.page.url()).toBe(before)
    await expect.poll(() => shell.app!.windows().length).toBe(1)
    await shown(shell)
  })

  test('has its menus in Chinese', async ({ shell }) => {
    await shown(shell)
    const labels = await shell.app!.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()!.items.map((item) => item.label),
    )
    expect(labels).toEqual(expect.arrayContaining(['文件', '编辑', '视图', '窗口', '帮助']))
  })

  test('lets its own page use camera and microphone', async ({ shell }) => {
    await shown(shell)
    const ask = `navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then((stream) => stream.getTracks().length, (error) => error.name)`
    expect(await shell.page.evaluate(ask)).toBe(2)
  })

  test('keeps secrets out of plain sight on the disk', async ({ shell, shellName }) => {
    await shown(shell)
    const round = await shell.app!.evaluate(async ({ safeStorage }) => {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return null
      const sealed = await safeStorage.encryptStringAsync('一个秘密')
      return [sealed.includes('一个秘密'), (await safeStorage.decryptStringAsync(sealed)).result]
    })
    test.skip(round === null, `no key store here (${shellName})`)
    expect(round).toEqual([false, '一个秘密'])
  })
})

test.describe('the browser shell', () => {
  test.skip(({ shellName }) => shellName !== 'browser', 'only where the agent listens on loopback')

  test('refuses a page of another origin even when it knows the token', async ({ shell, browser }) => {
    await shown(shell)
    const token = await shell.page.evaluate(() => sessionStorage.getItem('agent-token'))
    expect(token).toBeTruthy()
    const context = await browser.newContext()
    await context.route('https://evil.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<p>evil</p>' }),
    )
    const page = await context.newPage()
    await page.goto('https://evil.example/')
    const answer = await page.evaluate(
      ([url, secret]) =>
        fetch(`${url}/agent/accounts.current`, {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}` },
        }).then(
          () => 'answered',
          () => 'refused',
        ),
      [shell.origin, String(token)] as const,
    )
    expect(answer).toBe('refused')
    await context.close()
  })

  test('shows a page without its token no data', async ({ shell, browser }) => {
    await shown(shell)
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(shell.origin)
    const status = await page.evaluate(() =>
      fetch('/agent/accounts.current', { method: 'POST' }).then((answer) => answer.status),
    )
    expect(status).toBe(401)
    await context.close()
  })
})
