import type { Kysely } from 'kysely'
import type { Look, LookKind, LookPage, LookQuestion } from '../../domain/accounts/accounts-contract.ts'
import { maskPhone } from '../../domain/identifiers/mask.ts'
import { RecordType } from '../../domain/records/records.ts'
import type { Tables } from '../database/tables.ts'

const PAGE = 50
const ACTIONS: Record<LookKind, readonly string[]> = {
  reveal: ['personal-data.reveal'],
  export: ['personal-data.export'],
  authority: ['attachment.read', 'application.look', 'verification.look', 'verification.look-at-face'],
}
/** The authority opens lists over many organisations: such a link names them in its subject. */
const OVER_MANY = ['verification.look']

/** 谁看过什么 of one organisation's people, out of the audit log, newest first. */
export function createLookLog(db: Kysely<Tables>) {
  return async (organisationId: string, question: LookQuestion): Promise<LookPage> => {
    const rows = await linksOf(db, organisationId, question)
    const shown = rows.slice(0, PAGE)
    const looks: Look[] = []
    for (const row of shown) looks.push(await toLook(db, organisationId, row))
    return { looks, next: rows.length > PAGE ? (shown.at(-1)?.number ?? null) : null }
  }
}

function linksOf(db: Kysely<Tables>, organisationId: string, question: LookQuestion) {
  const actions = question.kind === null ? Object.values(ACTIONS).flat() : [...ACTIONS[question.kind]]
  return db
    .selectFrom('audit')
    .leftJoin('account', 'account.id', 'audit.account_id')
    .select(['audit.number', 'audit.at', 'action', 'subject', 'details'])
    .select(['account.role', 'account.mobile', 'account.display_name'])
    .where('action', 'in', actions)
    .where((row) =>
      row.or([
        row('audit.organisation_id', '=', organisationId),
        row.and([row('action', 'in', OVER_MANY), row('subject', 'like', `%${organisationId}%`)]),
      ]),
    )
    .$if(question.before !== null, (query) => query.where('audit.number', '<', question.before ?? 0))
    .$if(question.from !== null, (query) => query.where('audit.at', '>=', startOf(question.from ?? '')))
    .$if(question.to !== null, (query) => query.where('audit.at', '<', startOf(question.to ?? '', 1)))
    .orderBy('audit.number', 'desc')
    .limit(PAGE + 1)
    .execute()
}

type Link = Awaited<ReturnType<typeof linksOf>>[number]

async function toLook(db: Kysely<Tables>, organisationId: string, link: Link): Promise<Look> {
  // Safe: audit() writes details as a JSON object.
  const details = JSON.parse(link.details) as Record<string, unknown>
  const [typeText = '', recordId = ''] = link.subject.split(':')
  const recordType = RecordType.safeParse(typeText).data ?? null
  const clientId = textOf(details['clientId'])
  const own = link.role === 'organisation'
  return {
    number: link.number,
    at: textOf(details['clientTime']) ?? link.at,
    kind: kindOf(link.action),
    who: own ? maskPhone(link.mobile ?? '') : (link.display_name ?? '未知账号'),
    workstation: clientId === null ? null : await workstationName(db, organisationId, clientId),
    recordType,
    recordName: recordType === null ? null : await recordName(db, organisationId, recordType, recordId),
    field: textOf(details['field']),
    count: typeof details['count'] === 'number' ? details['count'] : null,
  }
}

function kindOf(action: string): LookKind {
  return LOOK_KINDS.find((kind) => ACTIONS[kind].includes(action)) ?? 'authority'
}
const LOOK_KINDS = ['reveal', 'export', 'authority'] as const

async function workstationName(
  db: Kysely<Tables>,
  organisationId: string,
  clientId: string,
): Promise<string> {
  const row = await db
    .selectFrom('client')
    .select('name')
    .where('id', '=', clientId)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  return row?.name ?? `工作站${clientId.slice(0, 4).toUpperCase()}`
}

async function recordName(
  db: Kysely<Tables>,
  organisationId: string,
  type: RecordType,
  id: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('record')
    .select('body')
    .where('organisation_id', '=', organisationId)
    .where('type', '=', type)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  // Safe: the record store writes bodies as JSON objects.
  const body = JSON.parse(row.body) as { name?: unknown; engineer?: { name?: unknown } }
  return textOf(body.name) ?? textOf(body.engineer?.name)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** Midnight in China, so many days later. */
function startOf(day: string, daysLater = 0): string {
  const midnight = Date.parse(`${day}T00:00:00+08:00`)
  return new Date(midnight + daysLater * 24 * 60 * 60 * 1000).toISOString()
}
