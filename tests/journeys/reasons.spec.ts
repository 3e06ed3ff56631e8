/** Whatever is refused or taken back asks why: a label, an application at the organisation, the same at the authority. */
import type { Locator } from '@playwright/test'
import { dayFromToday } from '../support/journey/days.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import {
  ask,
  completeOrganisation,
  employEngineer,
  enterProject,
} from '../support/journey/through-the-agent.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import type { RunningServer } from '../support/running-server.ts'
import type { Shell } from '../support/shell-host.ts'
import { test, expect } from '../support/shells.ts'
import { openPage } from '../support/journey/open-page.ts'

test.use({ printerOptions: [] })
test.setTimeout(240_000)

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(72),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820372',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820392' },
}
const ENGINEER = {
  name: '雷震宇',
  idNumber: madeCitizenId('19820921', 331),
  mobile: '13651880072',
  qualificationNumber: '00012340',
  managementNumber: '2021103200000',
  validUntil: dayFromToday(700),
  password: 'engineer_2026',
}
const APPLICANT = {
  ...ENGINEER,
  name: '章小草',
  idNumber: madeCitizenId('19851203', 212),
  mobile: '13651880073',
  qualificationNumber: '00012341',
  managementNumber: '2021103200001',
}

/** A blank is answered with `missing`; what was typed outlives closing the dialog; then the reason is sent. */
async function giveReason(
  open: Locator,
  dialog: Locator,
  words: { label: string; missing: string; reason: string; verb: string },
): Promise<void> {
  await open.click()
  await dialog.getByRole('button', { name: words.verb, exact: true }).click()
  await expect(dialog.getByRole('link', { name: words.missing })).toBeVisible()
  const field = dialog.getByRole('textbox', { name: words.label })
  await field.fill(words.reason)
  await dialog.getByRole('button', { name: '取消' }).click()
  await expect(dialog).toHaveCount(0)
  await open.click()
  await expect(field).toHaveValue(words.reason)
  await photograph(dialog.page(), `reason-${words.verb}`)
  await dialog.getByRole('button', { name: words.verb, exact: true }).click()
  await expect(dialog).toHaveCount(0)
}

test('a withdrawn label, a declined application and a refused one carry the reason that was typed', async ({
  shell,
  server,
  openWorkstation,
}) => {
  const { page } = shell
  const other = await openWorkstation()
  const { organisationId } = await completeOrganisation(shell, server, ORGANISATION)
  await employEngineer(server, { office: shell, other }, organisationId, { ...ENGINEER, level: '一级' })
  await enterProject(shell, {
    contractNumber: 'WB-2026-0117',
    contractName: '金鹰大厦消防设施维护保养',
    building: '1 号楼 3 层',
    system: '室内消火栓系统',
  })
  const serial = await printLabel(shell)
  await page.reload()

  await openPage(page, '/labels', '打印记录')
  await giveReason(
    page.getByRole('button', { name: `作废 ${serial}` }),
    page.getByRole('dialog', { name: `作废标签 ${serial}` }),
    { label: '作废原因', missing: '请填写作废原因', reason: '贴错了部位', verb: '作废' },
  )
  await expect(page.getByText(`${serial} 已作废`)).toBeVisible()

  await apply(other, server, organisationId)
  await ask(shell, 'sync.run')
  await openPage(page, '/people/engineers', '注册消防工程师管理')
  await giveReason(
    page.getByRole('button', { name: '不同意 章小草' }),
    page.getByRole('dialog', { name: '不同意 章小草 注册到本机构' }),
    {
      label: '原因',
      missing: '请填写不同意的原因，申请人会看到',
      reason: '与本机构没有劳动合同',
      verb: '不同意',
    },
  )
  const applications = page.getByRole('table', { name: '注册申请' })
  await expect(applications).toContainText('与本机构没有劳动合同')
  await ask(shell, 'sync.run')

  const applicationId = await applyAgain(other, organisationId)
  await ask(shell, 'sync.run')
  await ask(shell, 'people.answerApplication', { applicationId, agree: true, reason: '' })
  await ask(shell, 'sync.run')
  await ask(other, 'accounts.signOut')
  const { mobile, password } = await server.createAuthority({ mobile: '13900000072' })
  await ask(other, 'accounts.signIn', { kind: 'password', mobile, password })
  await other.page.reload()
  await openPage(other.page, '/supervision', '待审批申请')
  await giveReason(
    other.page.getByRole('button', { name: '不予注册 章小草' }),
    other.page.getByRole('dialog', { name: '不予注册：章小草' }),
    {
      label: '原因',
      missing: '请填写不予注册的原因，申请人会看到',
      reason: '资格证书编号与名册不符',
      verb: '不予注册',
    },
  )
  await expect(other.page.getByRole('status').filter({ hasText: '章小草 的申请' })).toContainText('不予注册')
  await expect(other.page.getByText('没有待审批的申请')).toBeVisible()
})

async function apply(shell: Shell, server: RunningServer, organisationId: string | null): Promise<void> {
  const { mobile } = APPLICANT
  await ask(shell, 'accounts.signOut')
  const { proof } = await ask<{ proof: string }>(shell, 'accounts.unlockSms', { mobile, purpose: 'register' })
  await ask(shell, 'accounts.sendSmsCode', { mobile, purpose: 'register', proof })
  const smsCode = await server.smsCode(mobile)
  await ask(shell, 'accounts.registerEngineer', { ...APPLICANT, level: 'second', smsCode })
  await applyAgain(shell, organisationId)
}

async function applyAgain(shell: Shell, organisationId: string | null): Promise<string> {
  const { id } = await ask<{ id: string }>(shell, 'applications.submit', { organisationId, kind: 'initial' })
  return id
}

async function printLabel(shell: Shell): Promise<string> {
  const [project] = await ask<{ id: string }[]>(shell, 'practice.listProjects')
  const [printer] = await ask<{ id: string }[]>(shell, 'printing.listPrinters')
  const fields = {
    projectId: project?.id,
    building: '1 号楼 3 层',
    system: '室内消火栓系统',
    maintainedOn: dayFromToday(0),
    nextDueOn: '',
    contactPhone: '025-84567890',
  }
  const [printed] = await ask<{ label: { serial: string } }[]>(shell, 'labels.print', {
    fields,
    printerId: printer?.id,
    count: 1,
    copies: 1,
  })
  return printed?.label.serial ?? ''
}
