/** 变更法定代表人 (manual 2.4.1): until the new one has passed 实名认证 the old data stand, for the office and for the public. */
import type { Page } from '@playwright/test'
import { PDFDocument } from 'pdf-lib'
import type { OrganisationView } from '../../domain/organisation/organisation-contract.ts'
import type { Materials } from '../../domain/organisation/organisation.ts'
import { callAgent } from '../support/call-agent.ts'
import { dayFromToday } from '../support/journey/days.ts'
import { lookAt } from '../support/journey/look-at.ts'
import { openPage } from '../support/journey/open-page.ts'
import type { OrganisationOnPaper } from '../support/journey/organisation-steps.ts'
import type { EngineerOnPaper } from '../support/journey/people-steps.ts'
import { photograph } from '../support/journey/photograph.ts'
import { ask, completeOrganisation, employEngineer, takeIn } from '../support/journey/through-the-agent.ts'
import { decideIdentity } from '../support/journey/verification-steps.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import type { RunningServer } from '../support/running-server.ts'
import type { Shell } from '../support/shell-host.ts'
import { test, expect } from '../support/shells.ts'
import { specimenPicture } from '../support/specimen-pictures.ts'

const ORGANISATION: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(64),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820464',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820462' },
}
const SUCCESSOR = { name: '龚堃', documentNumber: madeCitizenId('19850214', 119), mobile: '13851820465' }
const ENGINEERS: readonly EngineerOnPaper[] = [0, 1].map((index) => ({
  name: ['雷震宇', '罗婉清'][index] ?? '',
  idNumber: madeCitizenId('19820921', 331 + index),
  mobile: `1365188000${index}`,
  level: '一级',
  qualificationNumber: `0001234${index}`,
  managementNumber: `202110320000${index}`,
  validUntil: dayFromToday(600),
  password: 'engineer_2026',
}))

test.describe.configure({ timeout: 360_000 })

/** Two engineers, one of them the technical leader, and six operators: what Art. 5 asks of maintenance. */
async function becomeEffective(server: RunningServer, office: Shell, other: Shell): Promise<string> {
  const { organisationId } = await completeOrganisation(office, server, ORGANISATION)
  for (const [index, engineer] of ENGINEERS.entries()) {
    const createAuthority = () => server.createAuthority({ mobile: `1390000000${index}`, name: '省总队' })
    await employEngineer({ ...server, createAuthority }, { office, other }, organisationId, engineer)
    await ask(other, 'accounts.signOut')
  }
  const [leader] = await ask<{ id: string }[]>(office, 'people.listEngineers')
  await ask(office, 'people.setEngineerPosition', {
    engineerId: leader?.id ?? '',
    position: 'technical-leader',
  })
  for (let index = 0; index < 6; index += 1) {
    await ask(office, 'people.saveOperator', {
      operatorId: null,
      fields: {
        name: `操作员${'甲乙丙丁戊己'.charAt(index)}`,
        idNumber: madeCitizenId('19930415', 201 + index),
        mobile: `1380013810${index}`,
        certificateNumber: `261200320030010${index}`,
        level: 'four',
        direction: 'maintenance',
      },
    })
  }
  const letter = await PDFDocument.create()
  letter.addPage()
  letter.addPage()
  const sha256 = await takeIn(office, 'letter', Buffer.from(await letter.save()))
  await ask(office, 'selfEntry.chooseLetter', { sha256 })
  await ask(office, 'sync.run')
  await ask(office, 'selfEntry.submit', { changeNote: '首次提交' })
  await ask(office, 'sync.run')
  return organisationId ?? ''
}

/** The materials with the successor in them; the server keeps them beside the old ones and says so. */
async function nameSuccessor(office: Shell): Promise<void> {
  const { materials } = await ask<OrganisationView>(office, 'organisation.current')
  if (!materials) throw new Error('the organisation has no materials')
  const picture = async (kind: 'document-back' | 'document-front') =>
    takeIn(office, 'document-picture', (await specimenPicture(kind, SUCCESSOR)).buffer)
  const changed: Materials = {
    ...materials,
    legalRepresentative: { ...SUCCESSOR, documentKind: 'resident-id' },
    pictures: {
      ...materials.pictures,
      documentBack: await picture('document-back'),
      documentFront: await picture('document-front'),
    },
  }
  const answer = await callAgent(office, 'organisation.submitMaterials', changed)
  expect(answer).toMatchObject({ ok: false, failure: { code: 'verification-required' } })
  await ask(office, 'sync.run')
}

test('a changed legal representative: the public sees the old one until the new one has passed, and the new one then', async ({
  shell,
  server,
  openWorkstation,
}) => {
  const { page } = shell
  const other = await openWorkstation()
  const organisationId = await becomeEffective(server, shell, other)
  const publicPage = await page.context().newPage()
  await expectPublic(publicPage, server, organisationId, ORGANISATION.representative.name)

  await decideIdentity(server, SUCCESSOR.documentNumber, 'mismatch')
  await nameSuccessor(shell)
  await page.reload()
  await openPage(page, '/registration/verification', '实名认证')
  await expect(page.getByText('通过实名认证前，原有资料继续有效')).toBeVisible()
  await expect(page.getByText('龚*', { exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: /人脸认证/ })).toHaveCount(2)
  await lookAt(page, '48-successor-to-verify')
  await expectPublic(publicPage, server, organisationId, ORGANISATION.representative.name)
  // The organisation's other work needs neither of them.
  await openPage(page, '/people/operators', '消防设施操作员管理')
  await expect(page.getByRole('button', { name: '添加操作员' })).toBeEnabled()
  await openPage(page, '/', '')
  await expect(page.getByRole('table', { name: /自主录入信息/ })).not.toContainText('不满足')

  await openPage(page, '/registration/verification', '实名认证')
  await page.getByRole('button', { name: '不用刷脸：人工审核' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: '申请人工审核' })
  await expect(dialog.getByText('核对完成前原有资料继续有效')).toBeVisible()
  await lookAt(page, '48-successor-ask-review')
  await dialog.getByRole('textbox').fill('手机号登记在公司名下')
  await dialog.getByRole('button', { name: '提交人工审核' }).press('Enter')
  await expect(page.getByRole('heading', { name: '人工审核中' })).toBeVisible()
  await expectPublic(publicPage, server, organisationId, ORGANISATION.representative.name)

  const { mobile, password } = await server.createAuthority({ mobile: '13900000009', name: '南京支队' })
  await ask(other, 'accounts.signIn', { kind: 'password', mobile, password })
  await other.page.reload()
  await openPage(other.page, '/supervision/verifications', '待人工审核')
  await lookAt(other.page, '48-successor-in-review')
  await other.page.getByRole('button', { name: `通过 ${ORGANISATION.name}`, exact: true }).press('Enter')
  await other.page.getByRole('dialog').getByRole('button', { name: '通过', exact: true }).press('Enter')
  await expect(other.page.getByText('没有待人工审核的实名认证')).toBeVisible()

  await ask(shell, 'sync.run')
  await openPage(page, '/organisation', '机构信息管理')
  await expect(page.getByText(SUCCESSOR.name)).toBeVisible()
  await expectPublic(publicPage, server, organisationId, SUCCESSOR.name)
  await photograph(publicPage, '48-successor-public')
})

/** What everybody reads at the server. */
async function expectPublic(page: Page, server: RunningServer, id: string, name: string): Promise<void> {
  await expect(async () => {
    await page.goto(`${server.url}/disclosure/${id}`)
    await expect(page.getByText(name, { exact: true })).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 20_000 })
  const others = [ORGANISATION.representative.name, SUCCESSOR.name].filter((each) => each !== name)
  for (const each of others) await expect(page.getByText(each)).toHaveCount(0)
}
