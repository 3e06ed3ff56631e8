import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { PDFDocument } from 'pdf-lib'
import { test, expect } from '../support/shells.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import {
  attachPictures,
  fillMaterials,
  fillRegistration,
  type OrganisationOnPaper,
} from '../support/journey/organisation-steps.ts'
import { choose, fill } from '../support/journey/form-filling.ts'
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
import { dayFromToday } from '../support/journey/days.ts'
import { addProject, fillDay, type ProjectOnPaper } from '../support/journey/practice-steps.ts'
import { firstDifferentDot, previewDots, readCode, receivedLabel } from '../support/journey/printed-label.ts'
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
  validUntil: dayFromToday(700),
  password: 'engineer_2026',
}))

const PROJECT: ProjectOnPaper = {
  contractNumber: 'WB-2026-0117',
  contractName: '金鹰大厦消防设施维护保养',
  clientName: '南京金鹰物业管理有限公司',
  address: '中山南路 79 号',
  technicalLeader: '雷震宇',
  projectLeader: '雷震宇',
  building: '1 号楼 3 层',
  system: '室内消火栓系统',
  plannedFrom: dayFromToday(9),
  plannedTo: dayFromToday(373),
}

test('the first day of an organisation, from account registration to a printed label', async ({
  shell,
  server,
  printer,
  openWorkstation,
}) => {
  if (!printer) throw new Error('the virtual printer is part of this day')
  test.setTimeout(300_000)
  const [first, second] = ENGINEERS
  if (!first || !second) throw new Error('two engineers are needed')
  const authority = await server.createAuthority({ region: '320000' })

  await test.step('帐号注册: what is wrong is said at the field and in a summary, then the account is made', async () => {
    const page = shell.page
    await photograph(page, '01-entry')
    await page.getByRole('link', { name: '消防技术服务机构自主录入' }).click()
    await expect(page.getByRole('heading', { name: /操作说明/ })).toBeVisible()
    await photograph(page, '02-instructions')
    await page.getByRole('button', { name: '账号注册' }).click()
    await fill(page, {
      机构名称: ORGANISATION.name,
      统一社会信用代码:
        ORGANISATION.creditCode.slice(0, 17) + (ORGANISATION.creditCode.endsWith('0') ? '1' : '0'),
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
    await page
      .getByRole('link', { name: /消防设施操作员/ })
      .first()
      .click()
    await shell.goOffline()
    await expect(page.getByRole('status').filter({ hasText: '离线' }).first()).toBeVisible({
      timeout: 30_000,
    })
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
    await expect(page.getByRole('row').filter({ hasText: '马浩' })).toContainText('已同步', {
      timeout: 30_000,
    })
  })

  await test.step('附件信息: a letter of one page is refused, the filled template signed and sealed is taken', async () => {
    const page = shell.page
    await page.getByRole('link', { name: '自主录入', exact: true }).click()
    await page
      .getByRole('link', { name: /附件信息/ })
      .first()
      .click()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载承诺书模板' }).click()
    const template = await readFile(await (await download).path())
    const onePage = await PDFDocument.create()
    onePage.addPage()
    const slot = page.getByLabel('承诺书', { exact: true })
    await slot.setInputFiles({
      name: '承诺书.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from(await onePage.save()),
    })
    await expect(page.getByRole('alert').filter({ hasText: '页' })).toBeVisible()
    await slot.setInputFiles({ name: '承诺书.pdf', mimeType: 'application/pdf', buffer: template })
    await expect(page.getByText('已选择，提交后生效')).toBeVisible()
    await photograph(page, '09-letter')
  })

  const other = await openWorkstation()
  await test.step('注册消防工程师: two apply, the organisation agrees, the authority approves the first', async () => {
    for (const engineer of [first, second]) {
      await engineerApplies(other.page, server, engineer, ORGANISATION.name)
      if (engineer === first) await photograph(other.page, '10-engineer')
      await signOut(other.page, engineer.name)
    }
    const page = shell.page
    for (const engineer of [first, second]) await organisationAgrees(page, engineer.name)
    await photograph(page, '11-applications')
    await authoritySignsIn(other.page, authority)
    await photograph(other.page, '12-authority')
    await authorityApproves(other.page, first.name)
    const row = page
      .getByRole('table', { name: '注册消防工程师' })
      .getByRole('row')
      .filter({ hasText: first.name })
    await expect(row).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: `修改职位 ${first.name}` }).click()
    await choose(page, '职位', '技术负责人')
    await page.getByRole('dialog').getByRole('button', { name: '修改', exact: true }).click()
    await expect(row).toContainText('技术负责人')
  })

  await test.step('提交 with two operators and one engineer short: stored, not public, every reason said', async () => {
    const page = shell.page
    await page.getByRole('link', { name: '自主录入', exact: true }).click()
    await page
      .getByRole('link', { name: /核对并提交/ })
      .first()
      .click()
    await expect(page.getByText('注册消防工程师人数不满足要求').first()).toBeVisible()
    await expect(page.getByText('消防设施操作员人数不满足要求').first()).toBeVisible()
    await photograph(page, '13-review')
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await expect(page.getByText('不满足').first()).toBeVisible({ timeout: 30_000 })
    await photograph(page, '14-not-met')
    await expect(async () => {
      const answer = await page.request.get(
        `${server.url}/disclosure?text=${encodeURIComponent(ORGANISATION.name)}`,
      )
      expect(await answer.text()).not.toContain(ORGANISATION.creditCode)
    }).toPass()
    await page.getByRole('link', { name: '消防设施操作员管理' }).click()
    await addOperators(page, OPERATORS.slice(4))
    await expect(page.getByRole('row').filter({ hasText: '王燊龑' })).toContainText('已同步', {
      timeout: 30_000,
    })
  })

  await test.step('the second engineer is approved: the self-entry becomes effective by itself and public', async () => {
    await authorityApproves(other.page, second.name)
    const page = shell.page
    await page.getByRole('link', { name: '首页', exact: true }).click()
    await expect(page.getByRole('table', { name: /自主录入信息/ })).toContainText('满足', { timeout: 30_000 })
    await expect(page.getByRole('table', { name: /自主录入信息/ })).not.toContainText('不满足', {
      timeout: 30_000,
    })
    await photograph(page, '15-home-effective')
    const disclosed = await openedPage(page, `${server.url}/disclosure?text=${encodeURIComponent('安盾')}`)
    await disclosed.getByRole('link', { name: ORGANISATION.name }).click()
    await expect(disclosed.getByText(first.name)).toBeVisible()
    expect(await disclosed.content()).not.toContain(first.idNumber)
    await photograph(disclosed, '16-disclosure')
    await disclosed.close()
  })

  await test.step('执业项目 entered before the work starts', async () => {
    const page = shell.page
    await addProject(page, PROJECT)
    await photograph(page, '17-project-form')
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await expect(page.getByRole('heading', { name: PROJECT.contractName })).toBeVisible()
    await photograph(page, '18-project')
  })

  await test.step('维保标签: printed offline over USB, dot for dot what the preview showed', async () => {
    const page = shell.page
    await shell.goOffline()
    await page.getByRole('link', { name: '打印维保标签' }).first().click()
    await choose(page, '执业项目', new RegExp(PROJECT.contractNumber))
    await choose(page, '建筑/部位', PROJECT.building)
    await choose(page, '设施系统', PROJECT.system)
    await fillDay(page, '维保日期', dayFromToday(0))
    await fillDay(page, '下次维保日期', dayFromToday(30))
    await choose(page, '标签打印机', /^TSC/)
    await expect(page.getByRole('img', { name: /维保标签预览/ })).toBeVisible()
    await expect.poll(async () => readCode(await previewDots(page))).toMatch(/\/l\//)
    await printer.command('paper', { out: true })
    await photograph(page, '19-label')
    const shown = await previewDots(page)
    await page.getByRole('button', { name: '打印维保标签', exact: true }).click()
    await expect(page.getByText(/缺纸/).first()).toBeVisible({ timeout: 30_000 })
    await photograph(page, '20-paper-out')
    await printer.command('paper', { out: false })
    await expect(page.getByText(/已送达打印机|打印机已就绪/).first()).toBeVisible({ timeout: 30_000 })
    const printed = receivedLabel(printer.captured())
    expect(firstDifferentDot(shown, printed)).toBeNull()
    expect(printed.copies).toBe(1)
    await photograph(page, '21-printed')

    const code = readCode(printed) ?? ''
    const before = await openedPage(page, code)
    await expect(before.getByText(/尚未上报|未登记|未上报/).first()).toBeVisible()
    await before.close()
    await shell.goOnline()
    await expect(async () => {
      const scanned = await openedPage(page, code)
      await expect(scanned.getByText(PROJECT.building)).toBeVisible({ timeout: 2_000 })
      await photograph(scanned, '22-scanned')
      await scanned.close()
    }).toPass({ timeout: 40_000 })
  })
})

/** A page beside the application, as the public opens it. */
async function openedPage(page: Page, url: string): Promise<Page> {
  const opened = await page.context().newPage()
  await opened.goto(url)
  return opened
}
