/** Two workstations of one organisation, one of them away from the network for a while: what both changed is decided, what was refused is mended. */
import type { Page } from '@playwright/test'
import type { OperatorFields } from '../../domain/people/operator.ts'
import type { OperatorView } from '../../domain/people/people-contract.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { ask, completeOrganisation } from '../support/journey/through-the-agent.ts'
import { expectShown } from '../support/expect-shown.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import type { Shell } from '../support/shell-host.ts'
import { test, expect } from '../support/shells.ts'

const ORGANISATION: OrganisationOnPaper = {
  name: '南京双岗消防技术服务有限公司',
  creditCode: madeCreditCode(9),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820411',
  password: 'shuangGang_2026',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 175), mobile: '13851820412' },
}
const MIAO: OperatorFields = {
  name: '苗佳',
  idNumber: madeCitizenId('19930415', 211),
  mobile: '13800138000',
  certificateNumber: 'No000000',
  level: 'three',
  direction: 'maintenance',
}
const LUO: OperatorFields = {
  ...MIAO,
  name: '罗然华',
  idNumber: madeCitizenId('19940821', 213),
  certificateNumber: 'No000001',
}

const save = (shell: Shell, operatorId: string | null, fields: OperatorFields) =>
  ask<OperatorView>(shell, 'people.saveOperator', { operatorId, fields })

test('a conflict is decided field by field and undone, a refused entry is mended, discarded and had back', async ({
  shell,
  openWorkstation,
  server,
}) => {
  test.setTimeout(300_000)
  const page = shell.page
  await completeOrganisation(shell, server, ORGANISATION)
  const { id } = await save(shell, null, MIAO)
  await ask(shell, 'sync.run')
  const other = await openWorkstation()
  await expectShown(other)
  const { mobile, password } = ORGANISATION
  await ask(other, 'accounts.signIn', { kind: 'password', mobile, password })
  await ask(other, 'sync.run')

  await test.step('the office is offline and changes what the other workstation changes too', async () => {
    await shell.goOffline()
    await save(shell, id, { ...MIAO, mobile: '13800138111', certificateNumber: 'No000111' })
    await save(shell, null, LUO)
    await save(other, id, { ...MIAO, mobile: '13800138222', certificateNumber: 'No000222' })
    await save(other, null, { ...LUO, mobile: '13800138333' })
    await ask(other, 'sync.run')
    await ask(shell, 'sync.run')
    await page.reload()
    await expect(page.getByRole('heading', { name: '首页' })).toBeVisible()
    await open(page, '#/sync')
    await expect(page.getByRole('grid', { name: '未同步的内容' })).toContainText('等待联网')
    await everyLook(page, 'sync-waiting')
    await page.getByRole('button', { name: '查看差异 修改操作员' }).click()
    await expect(page.getByRole('dialog')).toContainText('证书编号')
    await everyLook(page, 'sync-detail')
    await page.keyboard.press('Escape')
  })

  await test.step('back online: one conflict, one refusal', async () => {
    await shell.goOnline()
    await page.getByRole('button', { name: '立即同步' }).click()
    await expect(page.getByRole('button', { name: '未通过 1' })).toBeVisible()
    await expect(page.getByRole('button', { name: '有冲突 1' })).toBeVisible()
    await expect(page.getByRole('link', { name: /有 1 项未通过，1 项有冲突/ })).toBeVisible()
    await everyLook(page, 'sync-centre')
  })

  await test.step('the conflict is decided with the keyboard, undone and decided again', async () => {
    await page.getByRole('button', { name: '选择 修改操作员' }).click()
    await expect(page.getByRole('group', { name: '手机号码' })).toContainText('138****8222')
    await expect(page.getByRole('group', { name: '手机号码' })).toContainText('工作站')
    await page.getByRole('button', { name: '核对并确定' }).click()
    await everyLook(page, 'sync-conflict')
    const mine = page.getByRole('group', { name: '手机号码' }).getByRole('radio', { name: /用我的/ })
    await expect(mine).toBeFocused()
    await mine.press('Space')
    await mine.press('ArrowDown')
    await expect(
      page.getByRole('group', { name: '手机号码' }).getByRole('radio', { name: /用对方的/ }),
    ).toBeChecked()
    await page
      .getByRole('group', { name: '证书编号' })
      .getByRole('radio', { name: /用我的/ })
      .check()
    await page.getByRole('button', { name: '核对并确定' }).click()
    await expect(page.getByText('已按选择处理')).toBeVisible()
    await everyLook(page, 'sync-decided')
    await page.getByRole('button', { name: '撤销' }).click()
    await expect(page.getByRole('group', { name: '证书编号' })).toBeVisible()
    await page
      .getByRole('group', { name: '手机号码' })
      .getByRole('radio', { name: /用对方的/ })
      .check()
    await page
      .getByRole('group', { name: '证书编号' })
      .getByRole('radio', { name: /用我的/ })
      .check()
    await page.getByRole('button', { name: '核对并确定' }).click()
    await expect(page.getByText('已按选择处理')).toBeVisible()
    await ask(shell, 'sync.run')
    await ask(other, 'sync.run')
    const [decided] = await ask<OperatorView[]>(other, 'people.listOperators')
    expect(decided).toMatchObject({ certificateNumber: 'No000111', mobile: '138****8222' })
  })

  await test.step('the refusal is discarded, had back, and mended', async () => {
    await page.getByRole('link', { name: '返回同步中心' }).click()
    await page.getByRole('button', { name: '处理 添加操作员' }).click()
    await expect(page.getByText('未通过：')).toBeVisible()
    await everyLook(page, 'sync-parked')
    await page.getByRole('button', { name: '放弃' }).click()
    await expect(page.getByText('已放弃，服务器上的内容不变')).toBeVisible()
    await page.getByRole('button', { name: '撤销' }).click()
    await page.getByRole('button', { name: '修改后重新提交' }).click()
    const dialog = page.getByRole('dialog', { name: '修改操作员' })
    await expect(dialog.getByLabel('姓名')).toHaveValue('罗然华')
    await dialog.getByLabel('身份证号').fill(madeCitizenId('19940822', 215))
    await dialog.getByLabel('证书编号').fill('No000333')
    await dialog.getByRole('button', { name: '保存', exact: true }).click()
    await expect(dialog).toBeHidden()
    await ask(shell, 'sync.run')
    await open(page, '#/sync')
    await expect(page.getByText('没有待同步的内容')).toBeVisible()
    await expect(page.getByRole('link', { name: /已全部同步/ })).toBeVisible()
    await everyLook(page, 'sync-done')
  })
})

async function open(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => (location.hash = to), hash)
}

/** Light at the office’s size, dark on a large screen. */
async function everyLook(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 1920, height: 1080 })
  await photograph(page, `${name}-dark`)
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.emulateMedia({ colorScheme: 'light' })
  await photograph(page, name)
}
