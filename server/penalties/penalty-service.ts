import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { FailureError, refuseProblems } from '../../domain/contracts/failure.ts'
import { normaliseLine } from '../../domain/organisation/registration-checks.ts'
import type { EnteredPenalty, OrganisationChoice } from '../../domain/penalties/penalties-contract.ts'
import { checkPenalty, normalisePenalty } from '../../domain/penalties/penalty-checks.ts'
import { Penalty, type PenaltyFields, stands } from '../../domain/penalties/penalty.ts'
import { chinaDay } from '../../domain/records/calendar.ts'
import type { Tables } from '../database/tables.ts'
import { audit } from '../records/audit-log.ts'
import type { Feeds } from '../records/feeds.ts'
import type { RecordStore } from '../records/mutation-handler.ts'
import { putNotice } from '../records/notices.ts'
import { createRecordReader } from '../records/record-store.ts'
import { regionCovers } from '../records/region-scope.ts'

export interface PenaltyDependencies {
  db: Kysely<Tables>
  feeds: Feeds
  now: () => Date
}

interface Authority {
  accountId: string
  regionCode: string | null
}

/** 处罚情况 as the fire authority keeps it, for organisations of its own region only; every act is audited. */
export interface PenaltyService {
  findOrganisations: (authority: Authority, text: string) => Promise<OrganisationChoice[]>
  listEntered: (authority: Authority) => Promise<EnteredPenalty[]>
  enter: (
    authority: Authority,
    entry: { organisationId: string; fields: PenaltyFields; documentSha256: string | null },
  ) => Promise<EnteredPenalty>
  withdraw: (
    authority: Authority,
    withdrawal: { organisationId: string; penaltyId: string; reason: string },
  ) => Promise<void>
  /** Fails `not-found` for an organisation of another region as for none. */
  requireInRegion: (authority: Authority, organisationId: string) => Promise<string>
}

const FOUND_MAX = 20
const LOOKED_AT_ONCE = 100
const LISTED_MAX = 200
const REASON_MAX = 300

export function createPenaltyService(dependencies: PenaltyDependencies): PenaltyService {
  const { db } = dependencies
  const requireInRegion = async ({ regionCode }: Authority, organisationId: string): Promise<string> => {
    const record = await createRecordReader(db, organisationId).get('organisation', organisationId)
    const place = record?.body.materials?.regionCodes.at(-1) ?? record?.body.registrationProvince ?? ''
    if (!record || !regionCovers(regionCode, place)) {
      throw new FailureError('not-found', { message: '本辖区没有这家机构，请重新选择' })
    }
    return record.body.name
  }
  const isInRegion = async (authority: Authority, organisationId: string): Promise<boolean> =>
    requireInRegion(authority, organisationId).then(
      () => true,
      (error: unknown) => {
        if (error instanceof FailureError) return false
        throw error
      },
    )
  return {
    requireInRegion,
    async findOrganisations(authority, typed) {
      const text = normaliseLine(typed)
      if (text === '') return []
      const named = db
        .selectFrom('organisation')
        .select(['id', 'name', 'credit_code'])
        .where((row) =>
          row.or([
            row('name', 'like', `%${text.replaceAll(/[%_\\]/g, '')}%`),
            row('credit_code', '=', text.toUpperCase()),
          ]),
        )
        .orderBy('name')
        .orderBy('id')
        .limit(LOOKED_AT_ONCE)
      const found: OrganisationChoice[] = []
      // The whole country is looked through, so that the many of other regions hide none of this one.
      for (let from = 0; ; from += LOOKED_AT_ONCE) {
        const rows = await named.offset(from).execute()
        for (const { id, name, credit_code: creditCode } of rows) {
          if (await isInRegion(authority, id)) found.push({ id, name, creditCode })
          if (found.length === FOUND_MAX) return found
        }
        if (rows.length < LOOKED_AT_ONCE) return found
      }
    },
    async listEntered(authority) {
      const rows = await db
        .selectFrom('record')
        .innerJoin('organisation', 'organisation.id', 'record.organisation_id')
        .select(['record.id', 'record.organisation_id', 'body', 'organisation.name'])
        .where('type', '=', 'penalty')
        .where('deleted', '=', 0)
        .execute()
      const listed: EnteredPenalty[] = []
      for (const row of rows) {
        if (!(await isInRegion(authority, row.organisation_id))) continue
        const penalty = Penalty.parse(JSON.parse(row.body))
        listed.push({
          ...penalty,
          id: row.id,
          organisationId: row.organisation_id,
          organisationName: row.name,
        })
      }
      return listed.sort((one, other) => other.enteredAt.localeCompare(one.enteredAt)).slice(0, LISTED_MAX)
    },
    async enter(authority, entry) {
      const organisationName = await requireInRegion(authority, entry.organisationId)
      const fields = normalisePenalty(entry.fields)
      refuseProblems(atFields(checkPenalty(fields, chinaDay(dependencies.now().getTime()))))
      const { id, penalty } = await store(dependencies, authority, { ...entry, fields })
      return { ...penalty, id, organisationId: entry.organisationId, organisationName }
    },
    async withdraw(authority, { organisationId, penaltyId, reason }) {
      await requireInRegion(authority, organisationId)
      const words = normaliseLine(reason)
      refuseProblems({ reason: reasonProblem(words) })
      await withdraw(dependencies, authority, { organisationId, penaltyId, reason: words })
    },
  }
}

function reasonProblem(words: string): string | null {
  if (words === '') return '请填写撤销原因，机构会看到'
  const length = Array.from(words).length
  return length > REASON_MAX ? `撤销原因最长 ${REASON_MAX} 个字，现在是 ${length} 个字` : null
}

function atFields(messages: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(messages).map(([field, text]) => [`fields.${field}`, text]))
}

function store(
  { feeds, now }: PenaltyDependencies,
  { accountId }: Authority,
  entry: { organisationId: string; fields: PenaltyFields; documentSha256: string | null },
): Promise<{ id: string; penalty: Penalty }> {
  const { organisationId, fields, documentSha256 } = entry
  return feeds.transaction(async (db, openFeed) => {
    const records = await openFeed(organisationId, { accountId })
    await refuseSameNumber(records, fields.decisionNumber)
    if (documentSha256 !== null) await refuseMissingDocument(db, organisationId, documentSha256)
    const at = now()
    const id = randomUUID()
    const penalty: Penalty = {
      ...fields,
      authorityName: await nameOf(db, accountId),
      documentSha256,
      enteredAt: at.toISOString(),
      withdrawn: null,
    }
    await records.put('penalty', id, penalty, 'penalty.enter')
    await putNotice(
      { records, now: at },
      {
        text: `收到行政处罚决定 ${fields.decisionNumber}，请查看处罚情况并确认`,
        kind: 'attention',
        place: 'penalties',
        mustRead: true,
      },
    )
    await audit(db, {
      at,
      accountId,
      organisationId,
      action: 'penalty.enter',
      subject: `penalty:${id}`,
      details: { isPublic: fields.isPublic },
    })
    return { id, penalty }
  })
}

async function refuseSameNumber(records: RecordStore, decisionNumber: string): Promise<void> {
  const same = (await records.list('penalty')).some(
    ({ body }) => stands(body) && body.decisionNumber === decisionNumber,
  )
  if (!same) return
  const message = `该机构已录入过文号为“${decisionNumber}”的处罚，请核对`
  throw new FailureError('already-taken', { message, fields: [{ path: 'fields.decisionNumber', message }] })
}

async function refuseMissingDocument(
  db: Kysely<Tables>,
  organisationId: string,
  sha256: string,
): Promise<void> {
  const row = await db
    .selectFrom('blob')
    .select('sha256')
    .where('organisation_id', '=', organisationId)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  if (row) return
  const message = '处罚决定书尚未上传完成，请重新选择文件后提交'
  throw new FailureError('attachment-incomplete', { message, fields: [{ path: 'documentSha256', message }] })
}

async function withdraw(
  { feeds, now }: PenaltyDependencies,
  { accountId }: Authority,
  { organisationId, penaltyId, reason }: { organisationId: string; penaltyId: string; reason: string },
): Promise<void> {
  await feeds.transaction(async (db, openFeed) => {
    const records = await openFeed(organisationId, { accountId })
    const current = await records.get('penalty', penaltyId)
    if (!current) throw new FailureError('not-found', { message: '没有这条处罚，请刷新列表' })
    if (!stands(current.body)) {
      throw new FailureError('conflict', { message: '这条处罚已撤销，可能已由其他人员处理，请刷新列表' })
    }
    const at = now()
    const withdrawn = { at: at.toISOString(), reason, authorityName: await nameOf(db, accountId) }
    await records.put('penalty', penaltyId, { ...current.body, withdrawn }, 'penalty.withdraw')
    await putNotice(
      { records, now: at },
      {
        text: `行政处罚决定 ${current.body.decisionNumber} 已撤销：${reason}`,
        kind: 'information',
        place: 'penalties',
      },
    )
    await audit(db, {
      at,
      accountId,
      organisationId,
      action: 'penalty.withdraw',
      subject: `penalty:${penaltyId}`,
    })
  })
}

async function nameOf(db: Kysely<Tables>, accountId: string): Promise<string> {
  const row = await db
    .selectFrom('account')
    .select('display_name')
    .where('id', '=', accountId)
    .executeTakeFirst()
  return row?.display_name ?? ''
}
