/** The way to where a journey begins, asked of the agent itself: for journeys that are about something later than the screens passed over. */
import type { Session } from '../../../domain/accounts/accounts-contract.ts'
import type { ApplicationView } from '../../../domain/people/people-contract.ts'
import type { ProjectFields } from '../../../domain/practice/project.ts'
import {
  ATTACHMENT_CHUNK_BYTES,
  type AttachmentPurpose,
} from '../../../domain/attachments/attachments-contract.ts'
import { callAgent } from '../call-agent.ts'
import { expectShown } from '../expect-shown.ts'
import type { RunningServer } from '../running-server.ts'
import type { Shell } from '../shell-host.ts'
import { specimenPicture } from '../specimen-pictures.ts'
import { dayFromToday } from './days.ts'
import type { OrganisationOnPaper } from './organisation-steps.ts'
import type { EngineerOnPaper } from './people-steps.ts'

const REGION = ['320000', '320100', '320104']

/** The method's value; a failure ends the journey. `Value` is the output that the method's contract promises. */
export async function ask<Value = unknown>(shell: Shell, method: string, input?: unknown): Promise<Value> {
  const result = await callAgent(shell, method, input)
  if (!result.ok) throw new Error(`${method} failed: ${JSON.stringify(result.failure)}`)
  // Safe: the dispatcher has checked the value against the method's contract.
  return result.value as Value
}

/** Signed in with an account whose materials are still to come. */
export async function registerOrganisation(
  shell: Shell,
  server: RunningServer,
  organisation: OrganisationOnPaper,
): Promise<Session> {
  await expectShown(shell)
  const { name, creditCode, scope, mobile, password } = organisation
  return ask(shell, 'accounts.registerOrganisation', {
    name,
    creditCode,
    creditCodeConfirmed: false,
    registrationProvince: '320000',
    scope,
    mobile,
    password,
    smsCode: await receiveCode(shell, server, mobile),
  })
}

/** Materials and pictures are in and 实名认证 has passed. */
export async function completeOrganisation(
  shell: Shell,
  server: RunningServer,
  organisation: OrganisationOnPaper,
): Promise<Session> {
  const session = await registerOrganisation(shell, server, organisation)
  const { representative } = organisation
  const picture = async (kind: Parameters<typeof specimenPicture>[0], purpose: AttachmentPurpose) =>
    takeIn(shell, purpose, (await specimenPicture(kind, representative)).buffer)
  await ask(shell, 'organisation.submitMaterials', {
    scope: organisation.scope,
    registrationAuthority: '南京市秦淮区市场监督管理局',
    regionCodes: REGION,
    address: '南京市秦淮区样本路 18 号 3 幢 502 室',
    publicEmail: '',
    publicContact: '陈婷',
    publicPhone: '025-84567890',
    serviceTypes: ['maintenance'],
    legalRepresentative: { ...representative, documentKind: 'resident-id' },
    pictures: {
      documentBack: await picture('document-back', 'document-picture'),
      documentFront: await picture('document-front', 'document-picture'),
      licence: await picture('licence', 'licence-picture'),
    },
  })
  return session
}

/** `other` is the workstation at which first the engineer and then the authority sits. */
export async function employEngineer(
  server: RunningServer,
  { office, other }: { office: Shell; other: Shell },
  organisationId: string | null,
  engineer: EngineerOnPaper,
): Promise<void> {
  await expectShown(other)
  const { level, ...profile } = engineer
  await ask(other, 'accounts.registerEngineer', {
    ...profile,
    level: level === '一级' ? 'first' : 'second',
    smsCode: await receiveCode(other, server, engineer.mobile),
  })
  const { id: applicationId } = await ask<ApplicationView>(other, 'applications.submit', {
    organisationId,
    kind: 'initial',
  })
  await ask(other, 'accounts.signOut')
  await ask(office, 'sync.run')
  await ask(office, 'people.answerApplication', { applicationId, agree: true, reason: '' })
  await ask(office, 'sync.run')
  const { mobile, password } = await server.createAuthority()
  await ask(other, 'accounts.signIn', { kind: 'password', mobile, password })
  await ask(other, 'supervision.decideApplication', { applicationId, decision: 'approve', reason: '' })
  await ask(office, 'sync.run')
}

/** A project with one building and one system, led by the organisation's first engineer. */
export async function enterProject(
  shell: Shell,
  names: Pick<ProjectFields, 'contractNumber' | 'contractName'> & { building: string; system: string },
): Promise<void> {
  const [engineer] = await ask<{ id: string }[]>(shell, 'people.listEngineers')
  const leader = engineer?.id ?? ''
  const fields: ProjectFields = {
    contractNumber: names.contractNumber,
    contractName: names.contractName,
    clientName: '南京金鹰物业管理有限公司',
    regionCodes: REGION,
    address: '中山南路 79 号',
    type: 'maintenance',
    technicalLeaderId: leader,
    projectLeaderId: leader,
    memberIds: [],
    plannedFrom: dayFromToday(0),
    plannedTo: dayFromToday(364),
    buildings: [{ id: 'building', name: names.building }],
    systems: [{ id: 'system', name: names.system }],
  }
  await ask(shell, 'practice.saveProject', { projectId: null, fields })
}

async function receiveCode(shell: Shell, server: RunningServer, mobile: string): Promise<string> {
  const { proof } = await ask<{ proof: string }>(shell, 'accounts.unlockSms', { mobile, purpose: 'register' })
  await ask(shell, 'accounts.sendSmsCode', { mobile, purpose: 'register', proof })
  return server.smsCode(mobile)
}

export async function takeIn(shell: Shell, purpose: AttachmentPurpose, bytes: Buffer): Promise<string> {
  const { stagingId } = await ask<{ stagingId: string }>(shell, 'attachments.begin', {
    purpose,
    sizeBytes: bytes.length,
  })
  for (let offset = 0; offset < bytes.length; offset += ATTACHMENT_CHUNK_BYTES) {
    const dataBase64 = bytes.subarray(offset, offset + ATTACHMENT_CHUNK_BYTES).toString('base64')
    await ask(shell, 'attachments.append', { stagingId, offset, dataBase64 })
  }
  return (await ask<{ sha256: string }>(shell, 'attachments.finish', { stagingId })).sha256
}
