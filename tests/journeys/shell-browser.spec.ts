/** What we rely on where the agent listens on loopback: other pages of the same browser get nothing out of it. */
import { expectShown } from '../support/expect-shown.ts'
import { expect, test } from '../support/shells.ts'

test.describe('the browser shell', () => {
  test('refuses a page of another origin even when it knows the token', async ({ shell, browser }) => {
    await expectShown(shell)
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
    await expectShown(shell)
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
