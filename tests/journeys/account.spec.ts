/** The account itself: another number, where it is signed in, being signed out for doing nothing, and a penalty that is seen. */
import { fillPenalty, unlockAndReceive } from '../support/journey/account-steps.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { ask, completeOrganisation } from '../support/journey/through-the-agent.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { expect, test } from '../support/shells.ts'
import { openPage } from '../support/journey/open-page.ts'

test.setTimeout(240_000)

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(83),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820383',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820392' },
}
const NEW_MOBILE = '13951820384'

test('更换手机号 with a code to the old and one to the new number, 退出其他登录', async ({
  shell,
  server,
  openWorkstation,
}) => {
  const { page } = shell
  await completeOrganisation(shell, server, ORGANISATION)
  const other = await openWorkstation()
  await expect(other.page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.reload()
  await openPage(page, '/account', '个人中心')
  await photograph(page, 'account')
  await page.getByRole('link', { name: '更换手机号' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('更换手机号')
  await unlockAndReceive(page, server, {
    group: '1 验证原手机号',
    mobile: ORGANISATION.mobile,
    field: '原手机号短信验证码',
  })
  await page.getByRole('textbox', { name: '新手机号码' }).fill(NEW_MOBILE)
  await unlockAndReceive(page, server, {
    group: '2 验证新手机号',
    mobile: NEW_MOBILE,
    field: '新手机号短信验证码',
  })
  await photograph(page, 'account-mobile')
  await page.getByRole('button', { name: '更换手机号' }).click()
  await expect(page.getByText('登录手机号已更换为 139****0384')).toBeVisible()

  const { password } = ORGANISATION
  await ask(other, 'accounts.signIn', { kind: 'password', mobile: NEW_MOBILE, password })
  await openPage(page, '/account/sessions', '登录设备与会话')
  await expect(page.getByRole('row')).toHaveCount(3)
  await photograph(page, 'account-sessions')
  await page.getByRole('button', { name: '退出其他登录' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '退出其他登录' }).click()
  await expect(page.getByRole('status').filter({ hasText: '已退出其他 1 处登录' })).toBeVisible()
  await ask(other, 'sync.run')
  expect(await ask<{ connection: string }>(other, 'sync.status')).toMatchObject({ connection: 'signed-out' })
  await openPage(page, '/account/password', '修改密码')
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.getByRole('alert').first()).toBeVisible()
  await photograph(page, 'account-password')
})

test('找回密码: a code to the number sets a new password, which signs in and the old one no longer does', async ({
  shell,
  server,
  openWorkstation,
}) => {
  await completeOrganisation(shell, server, ORGANISATION)
  const { page } = await openWorkstation()
  const { mobile, password } = ORGANISATION
  const changed = 'qiuTian_2026'
  await openPage(page, '/sign-in', '登录')
  await page.getByRole('link', { name: '忘记密码' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('找回密码')
  await page.getByRole('textbox', { name: '手机号码' }).fill(mobile)
  await unlockAndReceive(page, server, { mobile, field: '短信验证码' })
  await page.getByLabel('登录密码', { exact: true }).fill(mobile)
  await page.getByLabel('确认密码', { exact: true }).fill(changed)
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.getByRole('link', { name: '两次填写的密码不一致' })).toBeVisible()
  await photograph(page, 'reset-password-errors')
  await page.getByLabel('登录密码', { exact: true }).fill(changed)
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('密码已修改')
  await photograph(page, 'reset-password-done')

  await page.getByRole('link', { name: '账号登录' }).last().click()
  for (const tried of [password, changed]) {
    await page.getByRole('textbox', { name: '手机号码' }).fill(mobile)
    await page.getByLabel('登录密码', { exact: true }).fill(tried)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    if (tried === password) await expect(page.getByRole('alert')).toContainText('不正确')
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('首页')
})

test('doing nothing signs out after the set time, and the log-in leads back to the page', async ({
  shell,
  server,
}) => {
  const { page } = shell
  await completeOrganisation(shell, server, ORGANISATION)
  await ask(shell, 'accounts.setIdleSignOut', { minutes: 15 })
  await page.clock.install()
  await page.reload()
  await openPage(page, '/practice/new', '添加执业项目')
  await page.getByRole('textbox', { name: '合同编号' }).fill('WB-2026-0701')
  await page.clock.fastForward(14 * 60_000 + 3000)
  await expect(page.getByRole('dialog', { name: '即将自动退出登录' })).toBeVisible()
  await photograph(page, 'idle-warning')
  await page.getByRole('button', { name: '继续使用' }).click()
  await page.clock.fastForward(10_000)
  await expect(page.getByRole('dialog', { name: '即将自动退出登录' })).toBeHidden()
  await page.clock.fastForward(15 * 60_000 + 3000)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('账号登录')
  await expect(page.getByText('已自动退出登录')).toBeVisible()
  await page.getByRole('textbox', { name: '手机号码' }).fill(ORGANISATION.mobile)
  await page.getByRole('textbox', { name: '登录密码' }).fill(ORGANISATION.password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.clock.fastForward(2000)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('添加执业项目')
  await page.clock.fastForward(2000)
  await expect(page.getByText('WB-2026-0701').or(page.getByText('草稿').first()).first()).toBeVisible()
})

test('处罚情况: entered by the authority, told by the bell, confirmed, counted on 首页', async ({
  shell,
  server,
  openWorkstation,
}) => {
  const { page } = shell
  await completeOrganisation(shell, server, ORGANISATION)
  const other = await openWorkstation()
  await expect(other.page.getByRole('heading', { level: 1 })).toBeVisible()
  const authority = await server.createAuthority()
  const { mobile, password } = authority
  await ask(other, 'accounts.signIn', { kind: 'password', mobile, password })
  await other.page.reload()
  await openPage(other.page, '/supervision/penalties', '处罚录入')
  await photograph(other.page, 'penalties-entered-empty')
  await other.page.getByRole('link', { name: '录入处罚' }).click()
  await fillPenalty(other.page, ORGANISATION.name)
  await photograph(other.page, 'penalty-form')
  await other.page.getByRole('button', { name: '录入处罚' }).click()
  await expect(other.page.getByRole('table', { name: '已录入的处罚' })).toContainText('宁消行罚决字')
  await photograph(other.page, 'penalties-entered')

  await ask(shell, 'sync.run')
  await page.reload()
  await openPage(page, '/home', '首页')
  await expect(page.getByRole('term').filter({ hasText: '处罚情况' })).toBeVisible()
  await photograph(page, 'home-with-penalty')
  await page.getByRole('link', { name: /通知公告，\d+ 条未读/ }).click()
  await photograph(page, 'notices')
  const confirm = page.getByRole('button', { name: /^确认已阅：收到行政处罚决定/ })
  await confirm.click()
  await expect(confirm).toBeHidden()
  await openPage(page, '/penalties', '处罚情况')
  await page.getByRole('button', { name: /^查看 宁消行罚决字/ }).click()
  await expect(page.getByRole('dialog')).toContainText('未按照国家标准')
  await photograph(page, 'penalty-dialog')
  await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click()
  await openPage(page, '/looks', '查看记录')
  await photograph(page, 'looks')
})
