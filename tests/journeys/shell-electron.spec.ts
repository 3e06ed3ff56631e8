/** What we rely on where there is a main process: the same promises for Electron, where its binary is, and for its stand-in. */
import type { AgentBridge } from '../../domain/contracts/bridge.ts'
import { callAgent } from '../support/call-agent.ts'
import { expectShown } from '../support/expect-shown.ts'
import { expect, test } from '../support/shells.ts'

type PageWithBridge = typeof globalThis & { agent?: AgentBridge }

test.describe('Electron', () => {
  test('hands the page a frozen bridge of call and on, and nothing of Node', async ({ shell }) => {
    await expectShown(shell)
    const surface = await shell.page.evaluate(() => {
      const { agent } = globalThis as PageWithBridge
      const hidden = ['require', 'process', 'ipcRenderer', 'module'].filter((name) => name in globalThis)
      return { keys: Object.keys(agent ?? {}).sort(), frozen: Object.isFrozen(agent), hidden }
    })
    expect(surface).toEqual({ keys: ['call', 'on', 'shell'], frozen: true, hidden: [] })
  })

  test('answers calls through the bridge as results', async ({ shell }) => {
    await expectShown(shell)
    expect(await callAgent(shell, 'accounts.current')).toEqual({ ok: true, value: null })
    expect(await callAgent(shell, '__proto__.toString')).toMatchObject({
      ok: false,
      failure: { code: 'not-found' },
    })
  })

  test('answers only the top frame of its own page', async ({ shell }) => {
    await expectShown(shell)
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
    await expectShown(shell)
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
    await expectShown(shell)
  })

  test('has its menus in Chinese', async ({ shell }) => {
    await expectShown(shell)
    const labels = await shell.app!.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()!.items.map((item) => item.label),
    )
    expect(labels).toEqual(expect.arrayContaining(['文件', '编辑', '视图', '窗口', '帮助']))
  })

  test('lets its own page use camera and microphone', async ({ shell }) => {
    await expectShown(shell)
    const ask = `navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then((stream) => stream.getTracks().length, (error) => error.name)`
    expect(await shell.page.evaluate(ask)).toBe(2)
  })

  test('keeps secrets out of plain sight on the disk', async ({ shell, shellName }) => {
    await expectShown(shell)
    const round = await shell.app!.evaluate(async ({ safeStorage }) => {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return null
      const sealed = await safeStorage.encryptStringAsync('一个秘密')
      return [sealed.includes('一个秘密'), (await safeStorage.decryptStringAsync(sealed)).result]
    })
    test.skip(round === null, `no key store here (${shellName})`)
    expect(round).toEqual([false, '一个秘密'])
  })
})
