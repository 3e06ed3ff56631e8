import type { Kysely } from 'kysely'
import { parseLabelLink } from '../../domain/labels/label-code.ts'
import type { Label } from '../../domain/labels/label.ts'
import { chinaDay } from '../../domain/records/calendar.ts'
import type { Tables } from '../database/tables.ts'
import { createRecordReader } from '../records/record-store.ts'
import { findLabelKey, isSignedBy } from './label-keys.ts'

interface Signed {
  organisationName: string
  serial: string
  maintainedOn: string
  nextDueOn: string
}

/** What can be said of a scanned code. `unreported`: rightly signed, but the workstation has not told the server of it yet. */
export type LabelVerdict =
  | { kind: 'unreadable' | 'unknown-key' | 'forged' }
  | ({ kind: 'unreported' | 'key-revoked' } & Signed)
  | ({ kind: 'genuine' | 'expired' | 'withdrawn'; label: Label } & Signed)

/** `code` is what stands behind `/l/` in the link. */
export async function judgeLabelCode(db: Kysely<Tables>, code: string, now: Date): Promise<LabelVerdict> {
  const link = parseLabelLink(`https://label/l/${code}`)
  if (!link) return { kind: 'unreadable' }
  const key = await findLabelKey(db, link.fields.keyId)
  if (!key) return { kind: 'unknown-key' }
  if (!isSignedBy(key, link.payload, link.signature)) return { kind: 'forged' }
  const { name } = await db
    .selectFrom('organisation')
    .select('name')
    .where('id', '=', key.organisation_id)
    .executeTakeFirstOrThrow()
  const { serial, maintainedOn, nextDueOn } = link.fields
  const signed: Signed = { organisationName: name, serial, maintainedOn, nextDueOn }
  const label = await storedLabel(db, serial, link.payload)
  if (!label) return { kind: key.revoked_at === null ? 'unreported' : 'key-revoked', ...signed }
  if (label.withdrawn) return { kind: 'withdrawn', label, ...signed }
  const isPast = nextDueOn !== '' && nextDueOn < chinaDay(now.getTime())
  return { kind: isPast ? 'expired' : 'genuine', label, ...signed }
}

async function storedLabel(db: Kysely<Tables>, serial: string, payload: string): Promise<Label | null> {
  const row = await db.selectFrom('label').selectAll().where('serial', '=', serial).executeTakeFirst()
  if (!row) return null
  const record = await createRecordReader(db, row.organisation_id).get('label', row.record_id)
  return record?.body.payload === payload ? record.body : null
}
