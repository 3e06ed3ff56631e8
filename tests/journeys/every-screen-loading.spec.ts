/** Every list while it is still being read: it says so after a moment, and what was read then stands in its place. */
import { OFFICE } from '../support/journey/furnished-office.ts'
import { holdAgent } from '../support/journey/held-agent.ts'
import { openPage } from '../support/journey/open-page.ts'
import { complaintsOf, expectBothThemes } from '../support/journey/screen-checks.ts'
import { expectNotBlank } from '../support/journey/states-of-screens.ts'
import { completeOrganisation } from '../support/journey/through-the-agent.ts'
import { test, expect } from '../support/shells.ts'

/** Path and title of what reads a list or a record. */
const READING = [
  ['self-entry/view', '自主录入信息查看'],
  ['self-entry/history', '自主录入修改历史'],
  ['people/engineers', '注册消防工程师管理'],
  ['people/operators', '消防设施操作员管理'],
  ['practice', '执业项目'],
  ['labels', '打印记录'],
  ['labels/print', '打印维保标签'],
  ['label-templates', '标签模板'],
  ['account/sessions', '登录设备与会话'],
  ['looks', '查看记录'],
  ['penalties', '处罚情况'],
  ['sync', '同步中心'],
  ['drafts', '草稿箱'],
  ['storage', '本机数据'],
  ['workstations', '工作站'],
  // Not the first: the window stands there already.
  ['home', '首页'],
  ['disclosure', '信息公开'],
] as const

test('what is still being read says so, and gives way to what was read', async ({ shell, server }) => {
  test.setTimeout(240_000)
  const { page } = shell
  const complaints = complaintsOf(page)
  await completeOrganisation(shell, server, OFFICE)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const agent = await holdAgent(page)
  const reading = page.getByRole('progressbar', { name: '正在读取' })
  for (const [path, title] of READING) {
    agent.hold()
    await openPage(page, `/${path}`, title)
    await expect.soft(reading, `${title} says that it is being read`).toBeVisible()
    agent.release()
    await expect.soft(reading, `${title} has been read`).toHaveCount(0)
    await expectNotBlank(page, path)
  }
  await test.step('fit to be seen', async () => {
    for (const [path, title] of [
      ['people/operators', '消防设施操作员管理'],
      ['workstations', '工作站'],
    ] as const) {
      agent.hold()
      await openPage(page, `/${path}`, title)
      await expect(reading).toBeVisible()
      await expectBothThemes(page, `loading-${path.replaceAll('/', '-')}`)
      agent.release()
      await expect(reading).toHaveCount(0)
    }
  })
  expect(complaints).toEqual([])
})
