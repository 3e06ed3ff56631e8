/** What was typed is never lost: drafts side by side, given up and had back, carried to another workstation, and a database that cannot be opened. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { test, expect } from '../support/shells.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { fill } from '../support/journey/form-filling.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { ask, completeOrganisation } from '../support/journey/through-the-agent.ts'
import { openPage } from '../support/journey/open-page.ts'

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(51),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820351',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820392' },
}
test.setTimeout(240_000)

const EXPORT_PASSWORD = 'qiu-tian-de-gu-shi'

/** At the sizes and in the colours of real workstations. */
async function look(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 1920, height: 1080 })
  await photograph(page, `${name}-1920`)
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await photograph(page, `${name}-1366-dark`)
  await page.emulateMedia({ colorScheme: 'light' })
}

/** The page knows what was asked of the agent meanwhile. */
async function reload(page: Page): Promise<void> {
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

test('two projects begun side by side stay two, are offered, given up and had back', async ({
  shell,
  server,
}) => {
  await completeOrganisation(shell, server, ORGANISATION)
  await reload(shell.page)
  const { page } = shell
  await openPage(page, '/practice/new', '添加执业项目')
  await fill(page, { 合同编号: 'WB-1', 合同名称: '金鹰大厦维护保养' })
  await openPage(page, '/practice', '执业项目')
  await page.getByRole('link', { name: '添加执业项目' }).first().click()
  await expect(page.getByLabel('合同名称')).toHaveValue('')
  await fill(page, { 合同编号: 'WB-2', 合同名称: '新街口地下商场维护保养' })
  await expect(page.getByRole('region', { name: '未完成的草稿' })).toContainText('金鹰大厦维护保养')
  await look(page, 'drafts-offered')
  await reload(page)
  await expect(page.getByLabel('合同名称')).toHaveValue('新街口地下商场维护保养')
  await page.getByRole('button', { name: /继续填写 金鹰大厦维护保养/ }).click()
  await expect(page.getByLabel('合同编号')).toHaveValue('WB-1')

  await openPage(page, '/drafts', '草稿箱')
  await expect(page.getByRole('grid', { name: '草稿箱' })).toContainText('新街口地下商场维护保养')
  await look(page, 'drafts-list')
  await page.getByRole('button', { name: '放弃 金鹰大厦维护保养' }).click()
  await expect(page.getByRole('link', { name: '继续填写 金鹰大厦维护保养' })).toHaveCount(0)
  await openPage(page, '/home', '首页')
  await openPage(page, '/drafts', '草稿箱')
  await page.getByRole('button', { name: '最近放弃（1）' }).click()
  await look(page, 'drafts-discarded')
  await page.getByRole('button', { name: '恢复 金鹰大厦维护保养' }).click()
  await expect(page.getByText('没有最近放弃的草稿')).toBeVisible()
  await page.getByRole('button', { name: '关闭', exact: true }).click()
  await page.getByRole('link', { name: '继续填写 金鹰大厦维护保养' }).click()
  await expect(page.getByLabel('合同编号')).toHaveValue('WB-1')
  await page.getByLabel('服务对象名称').pressSequentially('金鹰')
  await page.getByRole('button', { name: ORGANISATION.name }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await expect(page.getByRole('link', { name: '消防技术服务机构自主录入' })).toBeVisible()
  await ask(shell, 'accounts.signIn', {
    kind: 'password',
    mobile: ORGANISATION.mobile,
    password: ORGANISATION.password,
  })
  const drafts = await ask<{ content: Record<string, unknown> }[]>(shell, 'drafts.list')
  expect(drafts.map(({ content }) => content['clientName'])).toContain('金鹰')
})

test('what was not sent goes to another workstation in a file that only its password opens', async ({
  shell,
  server,
  openWorkstation,
}) => {
  await completeOrganisation(shell, server, ORGANISATION)
  await reload(shell.page)
  const { page } = shell
  await openPage(page, '/people/operators', '消防设施操作员管理')
  await shell.goOffline()
  await page.getByRole('button', { name: '添加操作员' }).click()
  await fill(page, { 姓名: '苗佳', 手机号码: '13800138001' })
  await page.getByRole('button', { name: '取消' }).click()
  await openPage(page, '/storage', '本机数据')
  await expect(page.getByText('1 份草稿')).toBeVisible()
  await look(page, 'storage')
  await page.getByRole('button', { name: '立即备份' }).click()
  await expect(page.getByText(/已备份，共保留 \d+ 份/)).toBeVisible()
  await page.getByRole('button', { name: '导出未同步内容' }).click()
  await page.getByLabel('导出口令', { exact: true }).fill('12345')
  await expect(page.getByText('太短，还差 5 个字符')).toBeVisible()
  await page.getByRole('button', { name: '导出', exact: true }).click()
  await expect(page.getByText('导出口令至少 10 个字符，现在是 5 个').first()).toBeVisible()
  await look(page, 'storage-export')
  await page.getByLabel('导出口令', { exact: true }).fill(EXPORT_PASSWORD)
  await page.getByLabel('确认口令').fill(EXPORT_PASSWORD)
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出', exact: true }).click()
  const file = await (await downloading).path()
  expect(readFileSync(file).includes('苗佳')).toBe(false)

  const other = await openWorkstation()
  await ask(other, 'accounts.signIn', {
    kind: 'password',
    mobile: ORGANISATION.mobile,
    password: ORGANISATION.password,
  })
  await reload(other.page)
  await openPage(other.page, '/storage', '本机数据')
  await other.page.getByRole('button', { name: '导入', exact: true }).click()
  const dialog = other.page.getByRole('dialog', { name: '导入未同步内容' })
  await dialog.locator('input[type=file]').setInputFiles(file)
  await dialog.getByLabel('导出口令').fill('falsches-passwort')
  await dialog.getByRole('button', { name: '导入', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('口令')
  await look(other.page, 'storage-import')
  await dialog.getByLabel('导出口令').fill(EXPORT_PASSWORD)
  await dialog.getByRole('button', { name: '导入', exact: true }).click()
  await expect(other.page.getByText(/已导入 1 份草稿/)).toBeVisible()
  await openPage(other.page, '/drafts', '草稿箱')
  await other.page.getByRole('link', { name: '继续填写 苗佳' }).click()
  await expect(other.page.getByLabel('姓名')).toHaveValue('苗佳')

  await openPage(other.page, '/workstations', '工作站')
  await expect(other.page.getByRole('row').filter({ hasText: '本机' })).toBeVisible()
  await look(other.page, 'workstations')
  await other.page
    .getByRole('button', { name: /^改名 / })
    .first()
    .click()
  await other.page.getByLabel('工作站名称').fill('前台电脑')
  await other.page.getByRole('button', { name: '保存' }).click()
  await expect(other.page.getByRole('cell', { name: '前台电脑 本机' })).toBeVisible()
  await other.page
    .getByRole('button', { name: /^停用 / })
    .last()
    .click()
  await look(other.page, 'workstation-revoke')
  await other.page.getByRole('dialog').getByRole('button', { name: '停用' }).click()
  await expect(other.page.getByRole('row').filter({ hasText: /\d 停用/ })).toHaveCount(1)
})

test('clearing the workstation tells what would be lost, offers the way out, and leaves nothing on the disk', async ({
  shell,
  server,
}) => {
  await completeOrganisation(shell, server, ORGANISATION)
  await reload(shell.page)
  const { page } = shell
  await openPage(page, '/people/operators', '消防设施操作员管理')
  await shell.goOffline()
  await page.getByRole('button', { name: '添加操作员' }).click()
  await fill(page, { 姓名: '苗佳', 手机号码: '13800138001' })
  await page.getByRole('button', { name: '取消' }).click()
  await ask(shell, 'storage.backUpNow')
  const keys = readFileSync(join(shell.dataDir, 'secrets.json'), 'utf8')

  await openPage(page, '/storage', '本机数据')
  await page.getByRole('button', { name: '清除本机数据' }).click()
  const dialog = page.getByRole('dialog', { name: '清除本机数据' })
  await expect(dialog.getByRole('alert')).toContainText('还有 1 份草稿没有同步')
  await look(page, 'storage-clear')
  await dialog.getByRole('button', { name: '先导出未同步内容' }).click()
  await expect(page.getByRole('dialog', { name: '导出未同步内容' })).toBeVisible()
  await page.keyboard.press('Escape')
  // Both dialogs take their time to leave, and each has a button of this name.
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await page.getByRole('button', { name: '清除本机数据' }).click()
  await dialog.getByRole('button', { name: '清除本机数据' }).click()
  await expect(dialog.getByText('请填写登录密码').first()).toBeVisible()
  await look(page, 'storage-clear-wrong')
  await dialog.getByLabel('登录密码').fill('falsch_2026')
  await dialog.getByLabel('确认清除').fill('清除')
  await dialog.getByRole('button', { name: '清除本机数据' }).click()
  await expect(dialog.getByText('登录密码不正确，请重新填写')).toBeVisible()
  await dialog.getByLabel('登录密码').fill(ORGANISATION.password)
  await dialog.getByRole('button', { name: '清除本机数据' }).click()
  await expect(page.getByText('该账号的数据已清除')).toBeVisible()
  await look(page, 'storage-cleared')
  expect(readdirSync(shell.dataDir)).not.toEqual(expect.arrayContaining(['files']))
  expect(readdirSync(shell.dataDir)).not.toEqual(expect.arrayContaining(['backups']))
  expect(readFileSync(join(shell.dataDir, 'secrets.json'), 'utf8')).not.toBe(keys)
})

test('a database whose key is gone shows what is safe; starting anew keeps the old file', async ({
  shell,
  server,
}) => {
  await completeOrganisation(shell, server, ORGANISATION)
  await ask(shell, 'storage.backUpNow')
  writeFileSync(join(shell.dataDir, 'secrets.json'), '{}')
  await shell.restartShell()
  const { page } = shell
  await expect(page.getByRole('heading', { level: 1, name: '找不到本机数据的密钥' })).toBeVisible()
  await expect(page.getByText('没有删除任何内容。')).toBeVisible()
  await look(page, 'trouble')
  await expect(page.getByRole('button', { name: '恢复备份' })).toHaveCount(0)
  await page.getByRole('button', { name: '重新开始' }).press('Enter')
  await expect(
    page.getByRole('dialog', { name: '重新开始' }).getByRole('button', { name: '取消' }),
  ).toBeFocused()
  await look(page, 'trouble-anew')
  await page.getByRole('dialog', { name: '重新开始' }).getByRole('button', { name: '重新开始' }).click()
  await expect(page.getByRole('link', { name: '消防技术服务机构自主录入' })).toBeVisible()
  expect(await ask(shell, 'storage.trouble')).toBeNull()
})
