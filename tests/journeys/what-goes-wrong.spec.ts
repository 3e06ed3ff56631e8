/** What bad input and bad luck get: words that say what to do, nothing lost, nothing half done. first-day.spec.ts holds what it meets on its way. */
import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { PDFDocument } from 'pdf-lib'
import { test, expect } from '../support/shells.ts'
import type { Shell } from '../support/shell-host.ts'
import { expectShown } from '../support/expect-shown.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { choose, fill, receiveSmsCode } from '../support/journey/form-filling.ts'
import {
  attachPictures,
  fillMaterials,
  fillRegistration,
  type OrganisationOnPaper,
} from '../support/journey/organisation-steps.ts'
import { authoritySignsIn, type EngineerOnPaper } from '../support/journey/people-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { fillDay } from '../support/journey/practice-steps.ts'
import { dayFromToday } from '../support/journey/days.ts'
import { firstDifferentDot, previewDots, receivedLabel } from '../support/journey/printed-label.ts'
import {
  completeOrganisation,
  employEngineer,
  enterProject,
  registerOrganisation,
} from '../support/journey/through-the-agent.ts'

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(42),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820391',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820392' },
}
const OTHER_ORGANISATION: OrganisationOnPaper = {
  ...ORGANISATION,
  name: '南京盾安消防工程有限公司',
  mobile: '13951820399',
}
const ENGINEER: EngineerOnPaper = {
  name: '雷震宇',
  idNumber: madeCitizenId('19820921', 331),
  mobile: '13651880000',
  level: '一级',
  qualificationNumber: '00012340',
  managementNumber: '2021103200000',
  validUntil: dayFromToday(700),
  password: 'engineer_2026',
}
const PROJECT = {
  contractNumber: 'WB-2026-0117',
  contractName: '金鹰大厦消防设施维护保养',
  building: '1 号楼 3 层',
  system: '室内消火栓系统',
}
const FIRST_BYTES = 5000

test.describe('帐号注册', () => {
  test('says which 手机号码 and 统一社会信用代码 are taken and keeps the rest of the form', async ({
    shell,
    server,
    openWorkstation,
  }) => {
    const { page } = shell
    await server.createAuthority({ mobile: ORGANISATION.mobile })
    await registerOrganisation(await openWorkstation(), server, OTHER_ORGANISATION)
    await openScreen(shell, '/register')
    await fillRegistration(page, server, { ...ORGANISATION, mobile: '13951820400' })
    await fill(page, { 手机号码: ORGANISATION.mobile })
    await unlockAndSend(page)
    await expectAtFieldAndInSummary(page, '手机号码', '该手机号码已注册账号，请直接登录或更换手机号码')
    await photograph(page, '30-taken-mobile')

    await fill(page, { 手机号码: '13951820401' })
    await receiveSmsCode(page, server, '13951820401')
    await expect(summaryOf(page)).toBeHidden()
    await page.getByRole('button', { name: '提交注册' }).click()
    await expectAtFieldAndInSummary(
      page,
      '统一社会信用代码',
      '该统一社会信用代码已注册账号，请用原账号登录；如非本机构注册，请联系当地消防救援机构',
    )
    await photograph(page, '30-taken-credit-code')
    await expectValues(page, { 机构名称: ORGANISATION.name, 服务范围: ORGANISATION.scope })
    await expectValues(page, { 登录密码: ORGANISATION.password, 确认密码: ORGANISATION.password })
    await expect(page.getByRole('main').getByText('江苏省', { exact: true })).toBeVisible()
    await fill(page, { 统一社会信用代码: madeCreditCode(43) })
    await page.getByRole('button', { name: '提交注册' }).click()
    await expect(page.getByRole('heading', { name: '消防技术服务机构上传材料' })).toBeVisible()
  })

  test('says that a 短信验证码 is wrong and how often it may still be tried, and takes the right one afterwards', async ({
    shell,
    server,
  }) => {
    const { page } = shell
    await openScreen(shell, '/register')
    await fillRegistration(page, server, ORGANISATION)
    const field = page.getByRole('textbox', { name: '短信验证码', exact: true })
    const right = await field.inputValue()
    await field.fill(String((Number(right) + 1) % 1_000_000).padStart(6, '0'))
    await page.getByRole('button', { name: '提交注册' }).click()
    await expect(
      summaryOf(page).getByRole('link', { name: '短信验证码不正确，还可以再试 4 次' }),
    ).toBeVisible()
    await expect(field).toHaveAccessibleDescription(/不正确，还可以再试 4 次/)
    await photograph(page, '30-wrong-code')
    await expectValues(page, { 机构名称: ORGANISATION.name, 登录密码: ORGANISATION.password })
    await field.fill(right)
    await page.getByRole('button', { name: '提交注册' }).click()
    await expect(page.getByRole('heading', { name: '消防技术服务机构上传材料' })).toBeVisible()
  })

  test('is found again after the program was closed in the middle of it, without the passwords', async ({
    shell,
    server,
  }) => {
    await openScreen(shell, '/register')
    await fillRegistration(shell.page, server, ORGANISATION)
    await shell.restartShell()
    const { page } = shell
    await page.getByRole('link', { name: '消防技术服务机构自主录入' }).click()
    await page.getByRole('button', { name: '账号注册' }).click()
    await expect(page.getByRole('status').filter({ hasText: /已恢复.*的草稿/ })).toBeVisible()
    await expectValues(page, {
      机构名称: ORGANISATION.name,
      统一社会信用代码: ORGANISATION.creditCode,
      服务范围: ORGANISATION.scope,
      手机号码: ORGANISATION.mobile,
      登录密码: '',
      确认密码: '',
      短信验证码: '',
    })
    await expect(page.getByRole('main').getByText('江苏省', { exact: true })).toBeVisible()
    await photograph(page, '30-draft-restored')
  })
})

test.describe('上传材料', () => {
  test('refuses a picture of 40 MB and keeps the one that was there', async ({ shell, server }) => {
    // A busy machine takes most of a minute to hand 40 MB to the browser.
    test.setTimeout(240_000)
    const { page } = shell
    await registerOrganisation(shell, server, ORGANISATION)
    await openScreen(shell, '/registration/materials')
    await attachPictures(page, ORGANISATION)
    const slot = page.getByLabel('营业执照', { exact: true })
    await slot.setInputFiles(
      { name: '营业执照.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(40 * 1024 * 1024, 0xff) },
      { timeout: 120_000 },
    )
    await expect(page.getByRole('alert')).toHaveText(
      '文件不能超过 10 MB，现在是 40 MB，请压缩或重新拍摄后再上传',
    )
    await expect(slot).toHaveAccessibleDescription(/现在是 40 MB/)
    await expect(page.getByRole('img', { name: '营业执照预览' })).toBeVisible()
    await page.getByRole('alert').scrollIntoViewIfNeeded()
    await photograph(page, '30-picture-too-large')
    await fillMaterials(page, ORGANISATION)
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await expect(page.getByRole('heading', { name: '完成帐号注册', level: 1 })).toBeVisible()
  })

  test('keeps everything when the server cannot be reached at 提交, and passes once it can', async ({
    shell,
    server,
  }) => {
    const { page } = shell
    await registerOrganisation(shell, server, ORGANISATION)
    await openScreen(shell, '/registration/materials')
    await fillMaterials(page, ORGANISATION)
    await attachPictures(page, ORGANISATION)
    await shell.goOffline()
    await page.getByRole('button', { name: '提交', exact: true }).click()
    const notice = page.getByRole('alert').filter({ hasText: '连接不到服务器' })
    await expect(notice).toContainText('已填写的内容保存在本机')
    await expect(notice).toBeInViewport()
    await photograph(page, '30-server-unreachable')
    await expectValues(page, {
      机构详细地址: '南京市秦淮区样本路 18 号 3 幢 502 室',
      法定代表人证件号: ORGANISATION.representative.documentNumber,
    })
    await expect(page.getByRole('checkbox', { name: '消防设施维护保养检测' })).toBeChecked()
    await expect(page.getByRole('img', { name: /预览$/ })).toHaveCount(3)
    await shell.goOnline()
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await expect(page.getByRole('heading', { name: '完成帐号注册', level: 1 })).toBeVisible()
  })
})

test.describe('实名认证', () => {
  test('that finds 不一致 says why and is passed by 人工审核 of the authority', async ({
    shell,
    server,
    openWorkstation,
  }) => {
    const { page } = shell
    const { documentNumber } = ORGANISATION.representative
    const outbox = await page.context().newPage()
    await outbox.goto(`${server.url}/dev/outbox`)
    await outbox.getByRole('textbox', { name: '证件号' }).fill(documentNumber)
    await outbox.getByRole('combobox', { name: '结果' }).selectOption('不一致')
    await outbox.getByRole('button', { name: '指定结果' }).click()
    await expect(outbox.getByRole('cell', { name: documentNumber })).toBeVisible()
    await outbox.close()

    await registerOrganisation(shell, server, ORGANISATION)
    await openScreen(shell, '/registration/materials')
    await fillMaterials(page, ORGANISATION)
    await attachPictures(page, ORGANISATION)
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await expect(page.getByRole('heading', { name: '实名认证', level: 1 })).toBeVisible()
    await expect(page.getByRole('status').filter({ hasText: '实名认证未通过' })).toContainText('不一致')
    await photograph(page, '30-verification-failed')
    await page.getByRole('button', { name: '不用刷脸：人工审核' }).click()
    await fill(page, { 情况说明: '手机号以配偶名义办理' })
    await photograph(page, '30-manual-review')
    await page.getByRole('button', { name: '提交人工审核' }).click()
    await expect(page.getByRole('status').filter({ hasText: '人工审核中' })).toBeVisible()

    const authority = await openWorkstation()
    await authoritySignsIn(authority.page, await server.createAuthority())
    await authority.page.getByRole('link', { name: '待人工审核' }).click()
    const waiting = authority.page.getByRole('listitem').filter({ hasText: ORGANISATION.name })
    await expect(waiting).toContainText('手机号以配偶名义办理')
    await expect(waiting.getByRole('img')).toHaveCount(3)
    await photograph(authority.page, '30-review-by-authority')
    await waiting.getByRole('button', { name: `通过 ${ORGANISATION.name}`, exact: true }).click()
    await authority.page.getByRole('dialog').getByRole('button', { name: '通过', exact: true }).click()
    await expect(authority.page.getByRole('status').filter({ hasText: ORGANISATION.name })).toContainText(
      '通过',
    )

    await page.getByRole('link', { name: '完成帐号注册' }).click({ timeout: 30_000 })
    await expect(page.getByRole('heading', { name: '完成帐号注册', level: 1 })).toBeVisible()
  })
})

test.describe('附件信息', () => {
  test('refuses a broken PDF and keeps the 承诺书 that was chosen', async ({ shell, server }) => {
    const { page } = shell
    await completeOrganisation(shell, server, ORGANISATION)
    await openScreen(shell, '/self-entry/letter')
    const whole = await PDFDocument.create()
    whole.addPage()
    whole.addPage()
    const letter = Buffer.from(await whole.save())
    const pdf = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/pdf', buffer })
    const slot = page.getByLabel('承诺书', { exact: true })
    await slot.setInputFiles(pdf('承诺书.pdf', letter))
    await expect(page.getByText('已选择，提交后生效')).toBeVisible()
    const problem = page.getByRole('alert')
    await slot.setInputFiles(pdf('随机.pdf', randomBytes(200_000)))
    await expect(problem).toHaveText('承诺书应为 PDF 文件，请把扫描件保存为 PDF 后上传')
    await slot.setInputFiles(pdf('残缺.pdf', letter.subarray(0, letter.length / 2)))
    await expect(problem).toHaveText('承诺书打不开，PDF 文件已损坏或不完整，请重新扫描或导出后上传')
    await photograph(page, '30-broken-pdf')
    await expect(page.getByText('承诺书.pdf')).toBeVisible()
    await expect(page.getByText('已选择，提交后生效')).toBeVisible()
    await slot.setInputFiles(pdf('新承诺书.pdf', letter))
    await expect(problem).toBeHidden()
  })
})

test.describe('维保标签', () => {
  test.use({ printerOptions: [] })

  test('of a printer unplugged in the middle is printed again only when told to, and then whole and once', async ({
    shell,
    server,
    printer,
    openWorkstation,
  }) => {
    if (!printer) throw new Error('this test needs the virtual printer')
    const { page } = shell
    const { organisationId } = await completeOrganisation(shell, server, ORGANISATION)
    // Only one workstation has the printer: umockdev does not tell two processes reliably of what comes and goes.
    const other = await openWorkstation({ env: { LD_PRELOAD: '', UMOCKDEV_DIR: '' } })
    await employEngineer(server, { office: shell, other }, organisationId, ENGINEER)
    await enterProject(shell, PROJECT)
    await openScreen(shell, '/labels/print')
    await choose(page, '执业项目', new RegExp(PROJECT.contractNumber))
    await choose(page, '建筑/部位', PROJECT.building)
    await choose(page, '设施系统', PROJECT.system)
    await fillDay(page, '维保日期', dayFromToday(0))
    await choose(page, '标签打印机', /^TSC/)
    await expect(page.getByRole('img', { name: /维保标签预览/ })).toBeVisible()
    const shown = await previewDots(page)
    await printer.command('fault', { kind: 'unplug', after: FIRST_BYTES })
    await page.getByRole('button', { name: '打印维保标签', exact: true }).click()

    const job = page.getByRole('table', { name: '本次打印' }).getByRole('row').filter({ hasText: '维保标签' })
    await expect(job).toContainText('需要处理')
    await expect(job).toContainText('可能已打印，重打可能会多出一张')
    await expect(job).toContainText(/在发送途中断开，请检查电源和 USB 线（已发送 \d+ \/ \d+ 字节）/)
    await expect(page.getByText('未连接标签打印机')).toBeVisible()
    await photograph(page, '30-unplugged')
    await printer.command('plug')
    await expect(page.getByText('标签打印机已连接')).toBeVisible({ timeout: 20_000 })
    await expect(job).toContainText('需要处理')
    expect(printer.captured().includes('\r\nPRINT ')).toBe(false)

    await job.getByRole('button', { name: /^重打/ }).click()
    await expect(job).toContainText('打印机已就绪', { timeout: 20_000 })
    await photograph(page, '30-printed-again')
    const [cutOff, again] = partedAtFiller(printer.captured())
    expect(cutOff.includes('\r\nPRINT ')).toBe(false)
    const label = receivedLabel(again)
    expect(label.copies).toBe(1)
    expect(firstDifferentDot(shown, label)).toBeNull()
  })
})

/** What the printer got before it was cut off and after it: between them the bytes it was still waiting for, and CLS (domain/printing/interrupted-job.ts). */
function partedAtFiller(captured: Buffer): [Buffer, Buffer] {
  const filler = /X\0+\r\nCLS\r\n/.exec(captured.toString('latin1'))
  if (!filler) throw new Error('the printer was not brought back to the start of a line')
  return [captured.subarray(0, filler.index), captured.subarray(filler.index + filler[0].length)]
}

async function openScreen(shell: Shell, path: string): Promise<void> {
  await expectShown(shell)
  await shell.page.goto(`${shell.origin}/#${path}`)
}

const summaryOf = (page: Page) => page.getByRole('alert').filter({ hasText: '处需要修改' })

async function unlockAndSend(page: Page): Promise<void> {
  const slider = page.getByRole('slider', { name: '拖动滑块解锁发送短信' })
  await slider.press('End')
  await expect(slider).toHaveAttribute('aria-valuetext', /已解锁/)
  await page.getByRole('button', { name: '发送短信' }).click()
}

/** The only problem of the form: its words stand at the field, and in a summary that has the focus and leads to the field. */
async function expectAtFieldAndInSummary(page: Page, name: string, words: string): Promise<void> {
  const field = page.getByRole('textbox', { name, exact: true })
  await expect(summaryOf(page)).toBeFocused()
  await expect(summaryOf(page).getByRole('link')).toHaveText([words])
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(field).toHaveAccessibleDescription(new RegExp(`${words}$`))
  await summaryOf(page).getByRole('link', { name: words }).click()
  await expect(field).toBeFocused()
}

async function expectValues(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    await expect(page.getByRole('textbox', { name, exact: true })).toHaveValue(value)
  }
}
