/** Every screen without content, with a failing agent, with an ailing server and without a network: it says what to do, and is fit to be seen in both themes. */
import { startAilingServer } from '../support/journey/ailing-server.ts'
import { letAgentFail } from '../support/journey/failing-agent.ts'
import { furnishOffice, OFFICE, OFFICE_ENGINEER } from '../support/journey/furnished-office.ts'
import { complaintsOf, lookAtScreens } from '../support/journey/screen-checks.ts'
import {
  AUTHORITY_SCREENS,
  ENGINEER_SCREENS,
  FRONT_SCREENS,
  OFFICE_SCREENS,
  recordScreens,
} from '../support/journey/screens.ts'
import { expectNotBlank, lookAtFailing, lookAtFilteredLists } from '../support/journey/states-of-screens.ts'
import { ask, completeOrganisation } from '../support/journey/through-the-agent.ts'
import { openShell } from '../support/shell-host.ts'
import { test, expect } from '../support/shells.ts'

test.use({ printerOptions: [] })

test('every screen of an organisation that has entered nothing says what comes first, and what to do when it cannot be read', async ({
  shell,
  server,
}) => {
  test.setTimeout(900_000)
  const { page } = shell
  const complaints = complaintsOf(page)
  const agent = await letAgentFail(page)
  await lookAtFailing(page, FRONT_SCREENS, agent)
  await completeOrganisation(shell, server, OFFICE)
  await page.reload()
  await lookAtScreens(page, OFFICE_SCREENS, { state: 'empty', ready: expectNotBlank })
  await lookAtFailing(page, OFFICE_SCREENS, agent)
  expect(complaints).toEqual([])
})

test('every screen of an organisation at work can be used offline or says that it waits for the network, and lists find nothing in words', async ({
  shell,
  server,
  browser,
}) => {
  test.setTimeout(900_000)
  const { page } = shell
  const ailing = await startAilingServer(server)
  const other = await openShell({ server: ailing, browser, name: 'browser' })
  const complaints = [complaintsOf(page), complaintsOf(other.page)]
  try {
    const office = await furnishOffice(server, { office: shell, other })
    await lookAtFilteredLists(page, [
      ['people/operators', '消防设施操作员管理', '查询操作员'],
      ['practice', '执业项目', '查询执业项目'],
      ['labels', '打印记录', '查询打印记录'],
      ['drafts', '草稿箱', '查询草稿箱'],
      ['disclosure', '信息公开', '机构名称或统一社会信用代码'],
      ['help', '帮助', '查找帮助'],
    ])
    await test.step('records that cannot be read', async () => {
      const untitled = {
        [`practice/${office.projectId}`]: '执业项目',
        [office.conflictPath]: '有冲突的内容',
        [office.parkedPath]: '未通过的内容',
      }
      const agent = await letAgentFail(page)
      await lookAtFailing(page, { ...recordScreens(office), ...untitled }, agent, 'error-record')
    })
    await test.step('no network', async () => {
      await shell.goOffline()
      await expect(page.getByText('离线，可继续填写')).toBeVisible({ timeout: 30_000 })
      await lookAtScreens(
        page,
        { ...OFFICE_SCREENS, ...recordScreens(office) },
        { state: 'offline', ready: expectNotBlank },
      )
    })
    await test.step('the authority’s and the engineer’s screens with a server that answers 500', async () => {
      await other.page.reload()
      ailing.ailing = true
      await lookAtScreens(other.page, AUTHORITY_SCREENS, { state: 'ailing-authority', ready: expectNotBlank })
      for (const path of ['supervision', 'supervision/verifications', 'supervision/penalties']) {
        await other.page.evaluate((hash) => (location.hash = hash), `#/${path}`)
        await expect.soft(other.page.getByRole('alert').first(), path).toContainText('重试')
      }
      ailing.ailing = false
      await other.page.getByRole('button', { name: '重试' }).first().click()
      await expect(other.page.getByRole('button', { name: '重试' })).toHaveCount(0)
      await ask(other, 'accounts.signOut')
      const { mobile, password } = OFFICE_ENGINEER
      await ask(other, 'accounts.signIn', { kind: 'password', mobile, password })
      await other.page.reload()
      await expect(other.page.getByRole('heading', { level: 1 })).toContainText('我的注册')
      ailing.ailing = true
      await lookAtScreens(other.page, ENGINEER_SCREENS, { state: 'ailing-engineer', ready: expectNotBlank })
    })
  } finally {
    await other.close()
    await ailing.close()
  }
  expect(complaints.flat()).toEqual([])
})
