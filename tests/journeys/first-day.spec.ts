import { test, expect } from '../support/shells.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import {
  attachPictures,
  fillMaterials,
  fillRegistration,
  type OrganisationOnPaper,
} from '../support/journey/organisation-steps.ts'
import { fill } from '../support/journey/form-filling.ts'
import {
  addOperators,
  authorityApproves,
  authoritySignsIn,
  engineerApplies,
  fillOperator,
  organisationAgrees,
  signOut,
  type EngineerOnPaper,
  type OperatorOnPaper,
} from '../support/journey/people-steps.ts'
import { photograph } from '../support/journey/photograph.ts'

test.use({ printerOptions: [] })

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(42),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820391',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820392' },
}

const OPERATORS: OperatorOnPaper[] = [
  ['苗佳', '三级/高级', '消防设施检测维修保养'],
  ['罗然华', '四级/中级', '消防设施检测维修保养'],
  ['徐晓欣', '五级/初级', '消防设施监控操作'],
  ['马浩', '五级/初级', '无'],
  ['宋英远', '五级/初级', '无'],
  ['王燊龑', '四级/中级', '消防设施监控操作'],
].map(([name, level, direction], index) => ({
  name: name ?? '',
  level: level ?? '',
  direction: direction ?? '',
  idNumber: madeCitizenId(`199${String(index)}0415`, 201 + index),
  mobile: `1380013800${String(index)}`,
  certificateNumber: `No00000${String(index + 1)}`,
}))

const ENGINEERS: EngineerOnPaper[] = ['雷震宇', '杜立华'].map((name, index) => ({
  name,
  idNumber: madeCitizenId(`198${String(index + 2)}0921`, 331 + index),
  mobile: `1365188000${String(index)}`,
  level: index === 0 ? '一级' : '二级',
  qualificationNumber: `0001234${String(index)}`,
  managementNumber: `202110320000${String(index)}`,
  validUntil: '2028-06-30',
  password: 'engineer_2026',
}))

test('the first day of an organisation, from account registration to a printed label', async ({
  shell,
  server,
  openWorkstation,
}) => {
  test.setTimeout(300_000)
  const [first, second] = ENGINEERS
  if (!first || !second) throw new Error('two engineers are needed')
  const authority = await server.createAuthority({ region: '320000' })

  await test.step('帐号注册: what is wrong is said at the field and in a summary, then the account is made', async () => {
    const page = shell.page
    await photograph(page, '01-entry')
    await page.getByRole('link', { name: '消防技术服务机构自主录入' }).click()
    await photograph(page, '02-instructions')
    await page.getByRole('button', { name: '账号注册' }).click()
    await fill(page, {
      机构名称: ORGANISATION.name,
      统一社会信用代码: ORGANISATION.creditCode.slice(0, 17) + (ORGANISATION.creditCode.endsWith('0') ? '1' : '0'),
      服务范围: '建筑智能化工程施工',
      手机号码: ORGANISATION.mobile,
      登录密码: 'short',
      确认密码: 'other',
    })
    await page.getByRole('button', { name: '提交注册' }).click()
    const summary = page.getByRole('alert').filter({ hasText: '处需要修改' })
    await expect(summary).toBeFocused()
    await expect(summary.getByRole('link', { name: /服务范围不包含“消防”/ })).toBeVisible()
    await expect(summary.getByRole('link', { name: /校验/ })).toBeVisible()
    await photograph(page, '03-registration-errors')
    await fillRegistration(page, server, ORGANISATION)
    await photograph(page, '04-registration')
    await page.getByRole('button', { name: '提交注册' }).click()
    await expect(page.getByRole('heading', { name: '消防技术服务机构上传材料' })).toBeVisible()
  })

  await test.step('上传材料: a picture that is none is refused, then the three pictures are taken and 实名认证 passes', async () => {
    const page = shell.page
    await fillMaterials(page, ORGANISATION)
    const notAPicture = { name: 'licence.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('这不是图片') }
    await page.getByLabel('营业执照', { exact: true }).setInputFiles(notAPicture)
    await expect(page.getByRole('alert').filter({ hasText: '图片' })).toBeVisible()
    await attachPictures(page, ORGANISATION)
    await photograph(page, '05-materials')
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await expect(page.getByRole('heading', { name: '完成帐号注册', level: 1 })).toBeVisible()
    await photograph(page, '06-registration-done')
  })

  await test.step('消防设施操作员: four are entered offline, survive closing the program, and reach the server later', async () => {
    let page = shell.page
    await page.getByRole('link', { name: '开始自主录入' }).click()
    await page.getByRole('link', { name: /消防设施操作员/ }).first().click()
    await shell.goOffline()
    await expect(page.getByRole('status').filter({ hasText: '离线' }).first()).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: '添加操作员', exact: true }).click()
    const minor = { ...OPERATORS[0], idNumber: madeCitizenId('20120415', 201) }
    // Safe: OPERATORS has six entries.
    await fillOperator(page, minor as OperatorOnPaper)
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await expect(page.getByRole('alert').filter({ hasText: '年满 18 周岁' }).first()).toBeVisible()
    await photograph(page, '07-operator-error')
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
    await addOperators(page, OPERATORS.slice(0, 4))
    await expect(page.getByRole('row').filter({ hasText: '马浩' })).toContainText('待同步')
    await photograph(page, '08-operators-offline')

    await shell.restartShell()
    page = shell.page
    await expect(page.getByRole('main')).toBeVisible()
    await page.getByRole('link', { name: '业务管理' }).click()
    await page.getByRole('link', { name: '消防设施操作员管理' }).click()
    await expect(page.getByRole('row').filter({ hasText: '苗佳' })).toContainText('待同步')
    await shell.goOnline()
    await expect(page.getByRole('row').filter({ hasText: '马浩' })).toContainText('已同步', { timeout: 30_000 })
  })
})
