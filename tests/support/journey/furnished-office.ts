/** An organisation in full use: people, projects, labels, revisions, a penalty, a conflict and a refusal – something on every screen. */
import { expect } from '@playwright/test'
import { PDFDocument } from 'pdf-lib'
import type { Session } from '../../../domain/accounts/accounts-contract.ts'
import { DEFAULT_LABEL_SIZE } from '../../../domain/labels/label-size.ts'
import { startingDesign } from '../../../domain/labels/design/starting-design.ts'
import type { OperatorFields } from '../../../domain/people/operator.ts'
import type { OperatorView } from '../../../domain/people/people-contract.ts'
import type { OutboxEntry } from '../../../domain/sync/sync-contract.ts'
import { madeCitizenId, madeCreditCode } from '../made-identifiers.ts'
import type { Authority, RunningServer } from '../running-server.ts'
import type { Shell } from '../shell-host.ts'
import { dayFromToday } from './days.ts'
import type { OrganisationOnPaper } from './organisation-steps.ts'
import type { EngineerOnPaper } from './people-steps.ts'
import { ask, completeOrganisation, employEngineer, enterProject, takeIn } from './through-the-agent.ts'

export const OFFICE: OrganisationOnPaper = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: madeCreditCode(7),
  scope: '消防设施维护保养检测；消防技术咨询',
  mobile: '13951820307',
  password: 'anDun_2026x',
  representative: { name: '戴海廷', documentNumber: madeCitizenId('19790611', 173), mobile: '13851820392' },
}
export const OFFICE_ENGINEER: EngineerOnPaper = {
  name: '雷震宇',
  idNumber: madeCitizenId('19820921', 331),
  mobile: '13651880000',
  level: '一级',
  qualificationNumber: '00012340',
  managementNumber: '2021103200000',
  validUntil: dayFromToday(60),
  password: 'engineer_2026',
}
const SURNAMES = '苗罗徐彭林章陈吴'
const GIVEN = ['佳', '然华', '晓欣', '志远', '小明', '建国', '雨桐', '海燕']
const OPERATORS = 40

export interface FurnishedOffice {
  authority: Authority
  projectId: string
  templateId: string
  revisionIds: string[]
  conflictPath: string
  parkedPath: string
}

/** `other` ends signed in as the authority. */
export async function furnishOffice(
  server: RunningServer,
  { office, other }: { office: Shell; other: Shell },
): Promise<FurnishedOffice> {
  const { organisationId } = await completeOrganisation(office, server, OFFICE)
  await employEngineer(server, { office, other }, organisationId, OFFICE_ENGINEER)
  await enterPenalty(other, organisationId)
  await ask(other, 'accounts.signOut')
  await letPeopleIn(office)
  await submitTwice(office)
  const projectId = await workAndPrint(office)
  const template = await ask<{ id: string }>(office, 'labelTemplates.save', {
    templateId: null,
    fields: { ...startingDesign(DEFAULT_LABEL_SIZE), name: '消火栓专用' },
  })
  await ask(office, 'drafts.save', {
    form: 'project',
    subject: 'new',
    title: '写了一半的项目',
    content: { contractNumber: 'WB-2026-0118' },
  })
  await ask(office, 'sync.run')
  const troubles = await disagree(office, other)
  await ask(other, 'accounts.signOut')
  const authority = await server.createAuthority({ mobile: '13900000002', name: '南京市消防救援支队' })
  await ask(other, 'accounts.signIn', { kind: 'password', ...authority })
  await office.page.reload()
  const revisions = await ask<{ id: string }[]>(office, 'selfEntry.listRevisions')
  return {
    authority,
    projectId,
    templateId: template.id,
    revisionIds: revisions.map(({ id }) => id),
    ...troubles,
  }
}

function operatorOnPaper(index: number): OperatorFields {
  const number = String(index).padStart(3, '0')
  const [level, digit] = index % 2 === 1 ? (['five', 5] as const) : (['three', 3] as const)
  const given = GIVEN[(index + Math.floor(index / SURNAMES.length)) % GIVEN.length] ?? ''
  return {
    name: `${SURNAMES.charAt(index % SURNAMES.length)}${given}`,
    idNumber: madeCitizenId('19930415', 201 + index),
    mobile: `13800138${number}`,
    certificateNumber: `2612003200${String(digit)}00${number}`,
    level,
    direction: level === 'three' ? 'maintenance' : 'none',
  }
}

async function letPeopleIn(office: Shell): Promise<void> {
  for (let index = 0; index < OPERATORS; index += 1) {
    await ask(office, 'people.saveOperator', { operatorId: null, fields: operatorOnPaper(index) })
  }
  await ask(office, 'sync.run')
}

async function submitTwice(office: Shell): Promise<void> {
  for (const [index, note] of ['首次提交', '补充操作员'].entries()) {
    const document = await PDFDocument.create()
    for (let sheet = 0; sheet < 2 + index; sheet += 1) document.addPage()
    const sha256 = await takeIn(office, 'letter', Buffer.from(await document.save()))
    await ask(office, 'selfEntry.chooseLetter', { sha256 })
    await ask(office, 'selfEntry.submit', { changeNote: note })
    await ask(office, 'sync.run')
  }
}

async function workAndPrint(office: Shell): Promise<string> {
  await enterProject(office, {
    contractNumber: 'WB-2026-0117',
    contractName: '金鹰大厦消防设施维护保养',
    building: '1 号楼 3 层',
    system: '室内消火栓系统',
  })
  const [project] = await ask<{ id: string }[]>(office, 'practice.listProjects')
  const [printer] = await ask<{ id: string }[]>(office, 'printing.listPrinters')
  const projectId = project?.id ?? ''
  await ask(office, 'labels.print', {
    fields: {
      projectId,
      building: '1 号楼 3 层',
      system: '室内消火栓系统',
      maintainedOn: dayFromToday(0),
      nextDueOn: '',
      contactPhone: '025-84567890',
    },
    printerId: printer?.id,
    count: 2,
    copies: 1,
  })
  return projectId
}

async function enterPenalty(authority: Shell, organisationId: Session['organisationId']): Promise<void> {
  await ask(authority, 'penalties.enter', {
    organisationId,
    documentStagingId: null,
    fields: {
      decisionNumber: '宁消行罚决字〔2026〕第0012号',
      decidedOn: dayFromToday(-3),
      breach: '未按照国家标准开展消防设施维护保养',
      basis: '《中华人民共和国消防法》第六十九条',
      kinds: ['warning', 'fine'],
      amountYuan: 8000,
      content: '警告，并处罚款人民币 8000 元',
      executed: false,
      isPublic: true,
    },
  })
}

/** Two workstations change the same operator and take in the same new one. */
async function disagree(
  office: Shell,
  other: Shell,
): Promise<Pick<FurnishedOffice, 'conflictPath' | 'parkedPath'>> {
  const { mobile, password } = OFFICE
  await ask(other, 'accounts.signIn', { kind: 'password', mobile, password })
  await ask(other, 'sync.run')
  const operators = await ask<OperatorView[]>(other, 'people.listOperators')
  const fields = operatorOnPaper(0)
  const { id: operatorId } =
    operators.find(({ certificateNumber }) => certificateNumber === fields.certificateNumber) ?? {}
  const added = operatorOnPaper(OPERATORS)
  const changeTo = (ending: string) => ({
    operatorId,
    fields: { ...fields, certificateNumber: `2612003200300${ending}`, mobile: `13800138${ending}` },
  })
  await office.goOffline()
  await ask(office, 'people.saveOperator', changeTo('911'))
  await ask(office, 'people.saveOperator', { operatorId: null, fields: added })
  await ask(other, 'people.saveOperator', changeTo('922'))
  await ask(other, 'people.saveOperator', { operatorId: null, fields: { ...added, mobile: '13800138999' } })
  await ask(other, 'sync.run')
  await office.goOnline()
  await expect(async () => {
    await ask(office, 'sync.run')
    expect(await ask<{ refused: number }>(office, 'sync.status')).toMatchObject({ refused: 1, conflicts: 1 })
  }).toPass({ timeout: 20_000 })
  const entries = await ask<OutboxEntry[]>(office, 'sync.listOutbox')
  const refused = entries.find(({ state }) => state === 'refused')
  return {
    conflictPath: `sync/conflicts/operator/${String(operatorId)}`,
    parkedPath: `sync/parked/${String(refused?.seq)}`,
  }
}
