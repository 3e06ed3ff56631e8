import { expect, type Page } from '@playwright/test'
import type { Authority, RunningServer } from '../running-server.ts'
import { choose, fill, receiveSmsCode } from './form-filling.ts'

export interface OperatorOnPaper {
  name: string
  idNumber: string
  mobile: string
  certificateNumber: string
  level: string
  direction: string
}

/** Fills the open dialog 添加操作员. */
export async function fillOperator(page: Page, operator: OperatorOnPaper): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: '姓名', exact: true }).fill(operator.name)
  await dialog.getByRole('textbox', { name: '身份证号', exact: true }).fill(operator.idNumber)
  await dialog.getByRole('textbox', { name: '手机号码', exact: true }).fill(operator.mobile)
  await dialog.getByRole('textbox', { name: '证书编号', exact: true }).fill(operator.certificateNumber)
  await choose(page, '职业资格等级', operator.level)
  await choose(page, '职业方向', operator.direction)
}

export async function addOperators(page: Page, operators: readonly OperatorOnPaper[]): Promise<void> {
  await page.getByRole('button', { name: '添加操作员', exact: true }).click()
  for (const [index, operator] of operators.entries()) {
    await fillOperator(page, operator)
    const last = index === operators.length - 1
    await page.getByRole('button', { name: last ? '保存' : '保存并继续添加', exact: true }).click()
    if (!last) await expect(page.getByRole('dialog').getByRole('textbox', { name: '姓名' })).toHaveValue('')
  }
  await expect(page.getByRole('dialog')).toBeHidden()
}

export interface EngineerOnPaper {
  name: string
  idNumber: string
  mobile: string
  level: '一级' | '二级'
  qualificationNumber: string
  managementNumber: string
  validUntil: string
  password: string
}

/** A registered fire engineer opens an account of his own and applies to the organisation. */
export async function engineerApplies(
  page: Page,
  server: RunningServer,
  engineer: EngineerOnPaper,
  organisationName: string,
): Promise<void> {
  await page.getByRole('link', { name: '注册消防工程师' }).first().click()
  await page.getByRole('link', { name: '注册消防工程师账号注册' }).click()
  await fill(page, {
    姓名: engineer.name,
    身份证号: engineer.idNumber,
    手机号码: engineer.mobile,
    资格证书编号: engineer.qualificationNumber,
    证书管理号: engineer.managementNumber,
    登录密码: engineer.password,
    确认密码: engineer.password,
  })
  await choose(page, '级别', engineer.level)
  await page.getByRole('combobox', { name: '注册有效期' }).fill(engineer.validUntil)
  await page.getByRole('combobox', { name: '注册有效期' }).press('Enter')
  await receiveSmsCode(page, server, engineer.mobile)
  await page.getByRole('button', { name: '提交注册' }).click()
  await page.getByRole('link', { name: '申请注册' }).click()
  await fill(page, { 查询机构: organisationName })
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByRole('radio', { name: organisationName }).press('Space')
  await page.getByRole('radio', { name: '初始注册' }).press('Space')
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect(page.getByText('待机构确认').first()).toBeVisible()
}

export async function signOut(page: Page, displayName: string): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: displayName }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await expect(page.getByRole('link', { name: '消防技术服务机构自主录入' })).toBeVisible()
}

export async function authoritySignsIn(page: Page, authority: Authority): Promise<void> {
  await page.getByRole('link', { name: '消防救援机构' }).first().click()
  await fill(page, { 手机号码: authority.mobile, 登录密码: authority.password })
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('heading', { name: '待审批申请', level: 1 })).toBeVisible()
}

export async function authorityApproves(page: Page, engineerName: string): Promise<void> {
  await page.getByRole('button', { name: '刷新' }).click()
  await page.getByRole('button', { name: `通过 ${engineerName}`, exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '通过', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: engineerName })).toBeVisible()
}

export async function organisationAgrees(page: Page, engineerName: string): Promise<void> {
  await page.getByRole('link', { name: '注册消防工程师管理' }).click()
  await page.getByRole('button', { name: `同意 ${engineerName}`, exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '同意', exact: true }).click()
  await expect(page.getByRole('row').filter({ hasText: engineerName })).toContainText('待消防救援机构审批')
}
