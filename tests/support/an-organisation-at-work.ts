import { createHash, randomUUID } from 'node:crypto'
import type { OwnApplication } from '../../domain/applications/applications-contract.ts'
import type { Materials } from '../../domain/organisation/organisation.ts'
import type { EngineerProfile } from '../../domain/people/engineer.ts'
import type { EngineerPosition } from '../../domain/people/levels.ts'
import type { OperatorFields } from '../../domain/people/operator.ts'
import type { RecordBody, RecordType } from '../../domain/records/records.ts'
import type { MutationResult } from '../../domain/sync/sync-contract.ts'
import { NOT_VERIFIED } from '../../domain/verification/verification.ts'
import { insertAccount, type NewAccount } from '../../server/accounts/account-repository.ts'
import { createSessions } from '../../server/http/sessions.ts'
import { createFeeds } from '../../server/records/feeds.ts'
import { madeCitizenId, madeCreditCode } from './made-identifiers.ts'
import type { TestServer, Workstation } from './test-server.ts'

/** A registered organisation with a workstation, and the steps of its first day as functions. */
export interface OrganisationAtWork {
  id: string
  token: string
  workstation: Workstation
  records: <T extends RecordType>(type: T) => Promise<{ id: string; rev: number; body: RecordBody<T> }[]>
  record: <T extends RecordType>(type: T, id: string) => Promise<RecordBody<T>>
  notices: () => Promise<string[]>
  submitMaterials: (changes?: Partial<Materials>) => Promise<void>
  /** Puts a verified file in place, as attachments/ does after an upload; answers its hash. */
  fileArrives: (mediaType: string) => Promise<string>
  addOperator: (changes?: Partial<OperatorFields>) => Promise<{ id: string; result: MutationResult }>
  employ: (
    authority: { token: string },
    changes?: Partial<EngineerProfile>,
  ) => Promise<{ recordId: string; engineer: EngineerAtWork }>
  setPosition: (engineerRecordId: string, position: EngineerPosition) => Promise<MutationResult>
  submitSelfEntry: (letterSha256: string, changeNote?: string) => Promise<MutationResult>
}

export interface EngineerAtWork {
  accountId: string
  token: string
  profile: EngineerProfile
}

let running = 0
const next = () => (running += 1)
const someMobile = () => `188${String(next()).padStart(8, '0')}`

export function someOperator(changes: Partial<OperatorFields> = {}): OperatorFields {
  const order = next()
  return {
    name: '林小明',
    mobile: someMobile(),
    idNumber: madeCitizenId('19900101', order % 1000),
    certificateNumber: `No${String(order).padStart(6, '0')}`,
    level: 'four',
    direction: 'maintenance',
    ...changes,
  }
}

export function someEngineer(changes: Partial<EngineerProfile> = {}): EngineerProfile {
  const order = next()
  return {
    name: '王玉才',
    mobile: someMobile(),
    idNumber: madeCitizenId('19800202', order % 1000),
    qualificationNumber: `Q${String(order).padStart(9, '0')}`,
    managementNumber: `M${String(order).padStart(9, '0')}`,
    level: 'first',
    validUntil: '2028-06-30',
    ...changes,
  }
}

/**
 * Accounts are put straight into the database: slider, SMS and password have tests of their own in accounts/ and would take most of the time here.
 */
async function openAccount(
  server: TestServer,
  account: Omit<NewAccount, 'mobile' | 'password_hash' | 'created_at'> & { mobile?: string },
): Promise<{ accountId: string; token: string }> {
  const { id } = await insertAccount(server.db, {
    mobile: someMobile(),
    ...account,
    password_hash: 'none',
    created_at: server.clock.now.toISOString(),
  })
  const { token } = await createSessions(server.db, () => server.clock.now).open(id)
  return { accountId: id, token }
}

export function anAuthority(server: TestServer, region = '320000'): Promise<{ token: string }> {
  return openAccount(server, { role: 'authority', display_name: '消防救援支队', region_code: region })
}

async function register(server: TestServer, name: string): Promise<{ id: string; token: string }> {
  const { db, clock } = server
  const id = randomUUID()
  const creditCode = madeCreditCode(next())
  const created = clock.now.toISOString()
  await db
    .insertInto('organisation')
    .values({ id, name, credit_code: creditCode, province: '320000', change_seq: 0, created_at: created })
    .execute()
  const { accountId, token } = await openAccount(server, {
    role: 'organisation',
    display_name: name,
    organisation_id: id,
  })
  await createFeeds(db, () => clock.now).transaction(async (_db, openFeed) => {
    const records = await openFeed(id, { accountId })
    const body: RecordBody<'organisation'> = {
      name,
      creditCode,
      creditCodeConfirmed: false,
      registrationProvince: '320000',
      accountMobile: someMobile(),
      scope: '消防设施维护保养检测',
      materials: null,
      verification: NOT_VERIFIED,
    }
    await records.put('organisation', id, body, 'account.register')
  })
  return { id, token }
}

export async function anOrganisationAtWork(
  server: TestServer,
  name = '江苏安平消防技术服务有限公司',
): Promise<OrganisationAtWork> {
  const { id, token } = await register(server, name)
  const workstation = server.workstation(token)

  const records: OrganisationAtWork['records'] = async (type) => {
    const { changes } = await workstation.pull()
    return changes.flatMap((change) =>
      // Safe: the feed's bodies were parsed with this type's schema when they were put.
      change.type === type && change.body
        ? [{ id: change.id, rev: change.rev, body: change.body as never }]
        : [],
    )
  }
  async function fileArrives(mediaType: string): Promise<string> {
    const sha256 = createHash('sha256').update(randomUUID()).digest('hex')
    await server.db
      .insertInto('blob')
      .values({
        organisation_id: id,
        sha256,
        size_bytes: 1000,
        media_type: mediaType,
        verified_at: server.clock.now.toISOString(),
      })
      .execute()
    return sha256
  }

  return {
    id,
    token,
    workstation,
    records,
    fileArrives,
    async record(type, recordId) {
      const found = (await records(type)).find((candidate) => candidate.id === recordId)
      if (!found) throw new Error(`no ${type} ${recordId}`)
      return found.body
    },
    notices: async () => (await records('notice')).map(({ body }) => body.text),
    async submitMaterials(changes = {}) {
      await server.ask(
        'organisation.submitMaterials',
        { ...(await someMaterials(fileArrives)), ...changes },
        token,
      )
    },
    async addOperator(changes = {}) {
      const recordId = randomUUID()
      const set = someOperator(changes)
      return { id: recordId, result: await workstation.push({ name: 'operator.save', recordId, set }) }
    },
    async employ(authority, changes = {}) {
      const engineer = await anEngineer(server, changes)
      const before = new Set((await records('engineer')).map((record) => record.id))
      const { id: applicationId } = await server.ask(
        'applications.submit',
        { organisationId: id, kind: 'initial' },
        engineer.token,
      )
      await agree(workstation, applicationId)
      await approve(server, authority, applicationId)
      const record = (await records('engineer')).find((candidate) => !before.has(candidate.id))
      if (!record) throw new Error('no engineer was registered')
      return { recordId: record.id, engineer }
    },
    async setPosition(recordId, position) {
      const record = (await records('engineer')).find((candidate) => candidate.id === recordId)
      return workstation.push({
        name: 'engineer.set-position',
        recordId,
        baseRev: record?.rev ?? 0,
        set: { position },
      })
    },
    submitSelfEntry: (letterSha256, changeNote = '') =>
      workstation.push({
        name: 'self-entry.submit',
        recordId: id,
        set: { letterSha256, changeNote },
        blobs: [letterSha256],
      }),
  }
}

/** An engineer with an account of his own, nowhere registered yet. */
export async function anEngineer(
  server: TestServer,
  changes: Partial<EngineerProfile> = {},
): Promise<EngineerAtWork> {
  const profile = someEngineer(changes)
  const account = await openAccount(server, {
    role: 'engineer',
    mobile: profile.mobile,
    display_name: profile.name,
    engineer_profile: JSON.stringify(profile),
  })
  return { ...account, profile }
}

export function agree(workstation: Workstation, applicationId: string): Promise<MutationResult> {
  return workstation.push({
    name: 'application.answer',
    recordId: applicationId,
    set: { agree: true, reason: '' },
  })
}

export function approve(
  server: TestServer,
  authority: { token: string },
  applicationId: string,
): Promise<OwnApplication> {
  return server.ask(
    'supervision.decideApplication',
    { applicationId, decision: 'approve', reason: '' },
    authority.token,
  )
}

export async function someMaterials(fileArrives: (mediaType: string) => Promise<string>): Promise<Materials> {
  return {
    scope: '消防设施维护保养检测；消防安全评估',
    registrationAuthority: '南京市市场监督管理局',
    regionCodes: ['320000', '320100', '320115'],
    address: '江苏省南京市江宁区天元东路 8 号',
    publicEmail: 'office@example.com',
    publicContact: '陈晨',
    publicPhone: '025-83456789',
    serviceTypes: ['maintenance'],
    legalRepresentative: {
      name: '戴海廷',
      documentKind: 'resident-id',
      documentNumber: madeCitizenId('19750505', next() % 1000),
      mobile: someMobile(),
    },
    pictures: {
      documentBack: await fileArrives('image/jpeg'),
      documentFront: await fileArrives('image/jpeg'),
      licence: await fileArrives('image/jpeg'),
    },
  }
}
