/** Operators from a list in Excel: template, import, a row mended in place, export with full numbers, and all of it taken back. */
import { readFile, writeFile } from 'node:fs/promises'
import type { Download } from '@playwright/test'
import writeXlsxFile from 'write-excel-file/universal'
import { readSheet } from '../../renderer/shared/spreadsheet/read-sheet.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { ask, completeOrganisation } from '../support/journey/through-the-agent.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { test, expect } from '../support/shells.ts'
import { openPage } from '../support/journey/open-page.ts'

test.use({ printerOptions: [] })
test.setTimeout(240_000)

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(81),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820381',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820392' },
}
const KNOWN_ID = madeCitizenId('19930415', 201)

const text = (value: string) => ({ value, type: String, format: '@' })

/** As offices keep them: a title, other names of columns, and four rows with something to say. */
async function roster(): Promise<Buffer> {
  const good = Array.from({ length: 40 }, (_, index) => [
    text(`苗${'甲乙丙丁'.charAt(index % 4)}佳`),
    text(`１３９${String(10_000_000 + index)}`),
    text(madeCitizenId('19880101', 300 + index)),
    text(`123456789041${String(2000 + index)}`),
    text('四级'),
  ])
  const file = await writeXlsxFile([
    [text('2026 年操作员花名册')],
    ['姓名', '联系电话', '身份证号码', '证书号', '等级'].map(text),
    ...good,
    [text('罗然华'), text('13800138001'), text(KNOWN_ID), text('No000001'), text('三级')],
    [
      text('徐晓欣'),
      text('138001380'),
      text(madeCitizenId('19900202', 12)),
      text('1234567890413001'),
      text('中级'),
    ],
    [
      text('林立'),
      text('13800138003'),
      { value: 320102199001010000, type: Number },
      text('1234567890413002'),
      text('中级'),
    ],
  ]).toBlob()
  return Buffer.from(await file.arrayBuffer())
}

async function rowsOf(download: Download): Promise<string[][]> {
  const rows = await readSheet(new Blob([await readFile(await download.path())]))
  return rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : cell.text)))
}

test('operators come from an Excel list, are mended, exported and taken back', async ({ shell, server }) => {
  const { page } = shell
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await completeOrganisation(shell, server, ORGANISATION)
  await ask(shell, 'people.saveOperator', {
    operatorId: null,
    fields: {
      name: '罗然华',
      idNumber: KNOWN_ID,
      mobile: '13800138000',
      certificateNumber: 'No000001',
      level: 'four',
      direction: 'monitoring',
    },
  })
  await page.reload()
  await page.setViewportSize({ width: 1366, height: 768 })

  await test.step('the template has columns of text, choices and an explanation', async () => {
    await openPage(page, '/people/operators', '消防设施操作员管理')
    await photograph(page, 'import-0-list')
    await page.getByRole('link', { name: '导入', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('导入操作员')
    await photograph(page, 'import-1-choose')
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载模板' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe('消防设施操作员导入模板.xlsx')
    expect((await rowsOf(download))[0]).toEqual([
      '姓名',
      '手机号码',
      '证书编号',
      '身份证号',
      '职业资格等级',
      '职业方向',
    ])
  })

  await test.step('a file that is none is refused with words', async () => {
    const input = page.getByLabel('选择 Excel 文件')
    await input.setInputFiles({ name: '名单.xlsx', mimeType: '', buffer: Buffer.from('姓名,电话') })
    await expect(page.getByRole('alert')).toContainText('这不是 Excel 文件')
    const large = test.info().outputPath('大.xlsx')
    await writeFile(large, Buffer.alloc(40 * 1024 * 1024))
    await input.setInputFiles(large)
    await expect(page.getByRole('alert')).toContainText('不能超过 10 MB，现在是 40 MB')
    await photograph(page, 'import-1-refused')
  })

  await test.step('the list is checked row by row; columns are known by other names too', async () => {
    await page
      .getByLabel('选择 Excel 文件')
      .setInputFiles({ name: '花名册.xlsx', mimeType: '', buffer: await roster() })
    const views = page.getByRole('group', { name: '按检查结果筛选' })
    await expect(views.getByRole('button', { name: '可导入 40' })).toBeVisible()
    await expect(views.getByRole('button', { name: '重复 1' })).toBeVisible()
    await expect(views.getByRole('button', { name: '需修改 2' })).toHaveAttribute('aria-pressed', 'true')
    await expect(page.getByText(/请将该列设为文本/)).toBeVisible()
    await photograph(page, 'import-3-check')
    await page.setViewportSize({ width: 1920, height: 1080 })
    await photograph(page, 'import-3-check-1920')
    await page.setViewportSize({ width: 1366, height: 768 })
    await page.getByRole('button', { name: '上一步' }).click()
    await photograph(page, 'import-2-columns')
    await page.getByRole('button', { name: '下一步：检查' }).click()
  })

  await test.step('a row is mended in its cell, and outlives a reload', async () => {
    await page.getByRole('button', { name: '下一处错误' }).click()
    const cell = page.getByRole('textbox', { name: '第 44 行 手机号码' })
    await expect(cell).toBeFocused()
    await cell.fill('13800138002')
    await cell.press('Enter')
    await expect(page.getByRole('button', { name: '可导入 41' })).toBeVisible()
    await expect(page.getByText(/草稿已保存/)).toBeVisible()
    await page.reload()
    await expect(page.getByText(/已恢复 .* 的草稿/)).toBeVisible()
    await expect(page.getByRole('button', { name: '可导入 41' })).toBeVisible()
  })

  await test.step('who is known is updated, the rest is added, the wrong row stays', async () => {
    await page.getByRole('button', { name: '下一步：处理重复' }).click()
    await page.getByRole('radio', { name: /^更新/ }).check()
    await photograph(page, 'import-4-duplicates')
    await page.getByRole('button', { name: '导入 42 人' }).click()
    await expect(page.getByRole('heading', { name: '导入完成' })).toBeVisible()
    await photograph(page, 'import-5-result')
    await page.getByRole('button', { name: '查看操作员列表' }).click()
    await expect(page.getByText('共 42 人')).toBeVisible()
    await photograph(page, 'import-6-list')
  })

  await test.step('the list goes out masked, or in full for the password', async () => {
    await page.getByRole('button', { name: '导出' }).click()
    const dialog = page.getByRole('dialog', { name: '导出消防设施操作员' })
    await expect(dialog.getByText('将导出 42 人')).toBeVisible()
    await dialog.getByRole('radio', { name: '完整显示' }).check()
    await dialog.getByLabel('登录密码').fill('wrong_2026x')
    await dialog.getByRole('button', { name: '导出 Excel' }).click()
    await expect(dialog.getByRole('alert')).toContainText('登录密码不正确')
    await photograph(page, 'export-dialog')
    await dialog.getByLabel('登录密码').fill(ORGANISATION.password)
    const downloading = page.waitForEvent('download')
    await dialog.getByRole('button', { name: '导出 Excel' }).click()
    const rows = await rowsOf(await downloading)
    expect(rows).toHaveLength(43)
    const known = rows.find(([, name]) => name === '罗然华')
    expect(known).toEqual(expect.arrayContaining([KNOWN_ID, '13800138001', '三级/高级', '消防设施监控操作']))
  })

  await test.step('columns are set and remembered', async () => {
    await page.getByRole('button', { name: '列设置' }).click()
    const dialog = page.getByRole('dialog', { name: '列设置' })
    await dialog.getByRole('checkbox', { name: '性别' }).uncheck()
    await photograph(page, 'grid-columns')
    await dialog.getByRole('button', { name: '完成' }).click()
    await expect(page.getByRole('columnheader', { name: '性别' })).toHaveCount(0)
    await page.reload()
    await expect(page.getByRole('columnheader', { name: '姓名' })).toBeVisible()
    await expect(page.getByRole('columnheader', { name: '性别' })).toHaveCount(0)
  })

  await test.step('the import is taken back as a whole', async () => {
    await page.getByRole('button', { name: '撤销' }).click()
    await expect(page.getByText('共 1 人')).toBeVisible()
  })

  await test.step('rows of the clipboard come the same way', async () => {
    await page.getByRole('gridcell', { name: '罗然华', exact: true }).click()
    await page.evaluate(() => {
      const data = new DataTransfer()
      data.setData('text/plain', '姓名\t手机号码\r\n林立\t13800138003\r\n')
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true }),
      )
    })
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('导入操作员')
    await expect(page.getByText(/还没有对应：证书编号、身份证号、职业资格等级/)).toBeVisible()
    await photograph(page, 'import-2-missing')
  })
  expect(complaints).toEqual([])
})
