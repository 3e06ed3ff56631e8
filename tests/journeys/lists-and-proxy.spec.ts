/** What stays of a list: saved views and the printed roster; and the way to the server through an office's proxy. */
import type { Page } from '@playwright/test'
import { OperatorFields } from '../../domain/people/operator.ts'
import { test, expect } from '../support/shells.ts'
import { startHttpProxy } from '../support/http-proxy.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { openPage } from '../support/journey/open-page.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { ask, completeOrganisation } from '../support/journey/through-the-agent.ts'

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(57),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820357',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 177), mobile: '13851820397' },
}
test.setTimeout(240_000)

function operator(order: number, level: OperatorFields['level']): OperatorFields {
  return OperatorFields.parse({
    name: `苗${'甲乙丙丁'[order] ?? ''}佳`,
    mobile: `1380013800${String(order)}`,
    idNumber: madeCitizenId('19930415', 200 + order),
    certificateNumber: `No00000${String(order)}`,
    level,
    direction: 'maintenance',
  })
}

async function reload(page: Page): Promise<void> {
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

test('a list is seen again as it was saved under a name, and printed as a roster', async ({
  shell,
  server,
}) => {
  await completeOrganisation(shell, server, ORGANISATION)
  for (const [order, level] of (['four', 'three', 'four'] as const).entries())
    await ask(shell, 'people.saveOperator', { operatorId: null, fields: operator(order, level) })
  await reload(shell.page)
  const { page } = shell
  await openPage(page, '/people/operators', '消防设施操作员管理')
  const level = page.getByLabel('按职业资格等级筛选')
  await level.selectOption({ label: '三级/高级' })
  await page.getByRole('button', { name: '视图', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '视图' })
  await dialog.getByRole('button', { name: '保存视图' }).click()
  await expect(dialog.getByText('请填写视图名称')).toBeVisible()
  await dialog.getByLabel('视图名称').fill('高级工')
  await dialog.getByRole('button', { name: '保存视图' }).click()
  await expect(dialog.getByText('已保存视图“高级工”')).toBeVisible()
  await photograph(page, 'list-views')
  await dialog.getByRole('button', { name: '改名 高级工' }).click()
  await dialog.getByLabel('“高级工”的新名称').fill('三级')
  await dialog.getByRole('button', { name: '改名', exact: true }).click()
  await dialog.getByRole('button', { name: '关闭', exact: true }).click()

  await reload(page)
  await expect(page.getByText('共 3 人')).toBeVisible()
  await page.getByRole('combobox', { name: '选择视图' }).selectOption({ label: '三级' })
  await expect(page.getByText('找到 1 人')).toBeVisible()
  await expect(level).toHaveValue('three')
  await photograph(page, 'list-view-chosen')

  await page.getByRole('button', { name: '打印花名册' }).click()
  // The viewer reads a page aloud once it is drawn.
  await expect(page.getByRole('dialog', { name: '查看花名册' }).getByText(/共 1 人.*苗乙佳/s)).toBeAttached()
  await photograph(page, 'roster')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '视图', exact: true }).click()
  await dialog.getByRole('button', { name: '删除 三级' }).click()
  await expect(dialog.getByText('还没有保存的视图')).toBeVisible()
})

test('the server is reached through the proxy of the office, and its failing is told plainly', async ({
  shell,
  server,
}) => {
  const proxy = await startHttpProxy({ user: 'office', password: 'qiu-tian' })
  await completeOrganisation(shell, server, ORGANISATION)
  await reload(shell.page)
  const { page } = shell
  await openPage(page, '/settings', '设置')
  await page.getByText('手动设置').click()
  await page.getByRole('button', { name: '保存代理' }).click()
  await expect(page.getByText('请填写代理服务器地址').first()).toBeVisible()
  await page.getByLabel('代理服务器地址').fill(proxy.host)
  await page.getByLabel('端口').fill(String(proxy.port))
  await page.getByRole('button', { name: '保存代理' }).click()
  await expect(page.getByText(`代理服务器 ${proxy.host}:${String(proxy.port)} 要用户名和密码`)).toBeVisible()
  await photograph(page, 'proxy-refused')
  await page.getByLabel('用户名').fill('office')
  await page.getByLabel('密码', { exact: true }).fill('qiu-tian')
  await page.getByRole('button', { name: '保存代理' }).click()
  await expect(page.getByText(`经代理 ${proxy.host}:${String(proxy.port)} 连到服务器`)).toBeVisible()
  await photograph(page, 'proxy')
  expect(proxy.passed.length).toBeGreaterThan(0)
  await proxy.close()
  await page.getByRole('button', { name: '测试连接' }).click()
  await expect(page.getByText(`连不上代理服务器 ${proxy.host}:${String(proxy.port)}`)).toBeVisible()
})
