/** What we rely on in every shell: the browser shell, Electron and its stand-in. */
import { callAgent } from '../support/call-agent.ts'
import { expectShown } from '../support/expect-shown.ts'
import { expect, test } from '../support/shells.ts'

test.describe('every shell', () => {
  test('shows the page in Chinese and takes the secret out of the address', async ({ shell }) => {
    await expectShown(shell)
    await expect(shell.page).toHaveTitle(/消防技术服务机构客户端/)
    expect(shell.page.url()).not.toContain('token')
  })

  test('keeps working after a reload', async ({ shell }) => {
    await expectShown(shell)
    await shell.page.reload()
    await expectShown(shell)
    expect(shell.page.url()).not.toContain('token')
  })

  test('runs no inline script, no eval and no foreign connection', async ({ shell }) => {
    await expectShown(shell)
    const inline = `new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true })
      const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script)
    }).then((directive) => [directive, window.ran ?? false])`
    expect(await shell.page.evaluate(inline)).toEqual(['script-src-elem', false])
    const evaluated = `new Promise((resolve) => setTimeout(() => { try { eval('1'); resolve('ran') } catch (error) { resolve(error.name) } }))`
    expect(await shell.page.evaluate(evaluated)).toBe('EvalError')
    expect(
      await shell.page.evaluate(`fetch('https://evil.example/').then(() => 'ok', () => 'blocked')`),
    ).toBe('blocked')
  })

  test('finds a draft again after closing and opening', async ({ shell }) => {
    const key = { form: 'organisation-registration', subject: 'new' }
    const content = { name: '南京安盾消防技术服务有限公司' }
    await expectShown(shell)
    expect(await callAgent(shell, 'drafts.save', { ...key, title: '帐号注册', content })).toMatchObject({
      ok: true,
    })
    await shell.restartShell()
    await expectShown(shell)
    expect(await callAgent(shell, 'drafts.open', key)).toMatchObject({ ok: true, value: { content } })
  })
})
