import { createHash } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { canonicalJson } from './canonical-json.ts'

/** `subject` names what was touched by id; `details` never hold personal data. */
export interface AuditEntry {
  at: Date
  accountId: string | null
  organisationId: string | null
  action: string
  subject: string
  details?: Record<string, string | number | boolean | null>
}

const HEAD = 'audit-head'

/** Adds one link to the chain. It holds a lock that all writers share until the transaction ends: call it last. */
export async function audit(db: Transaction<Tables>, entry: AuditEntry): Promise<void> {
  const { value } = await db
    .updateTable('server_meta')
    .set((row) => ({ value: row.ref('value') }))
    .where('key', '=', HEAD)
    .returning('value')
    .executeTakeFirstOrThrow()
  // Safe: only this function and the first migration write the head.
  const head = JSON.parse(value) as { number: number; hash: string }
  const row = {
    number: head.number + 1,
    at: entry.at.toISOString(),
    account_id: entry.accountId,
    organisation_id: entry.organisationId,
    action: entry.action,
    subject: entry.subject,
    details: canonicalJson(entry.details ?? {}),
    previous_hash: head.hash,
  }
  const hash = linkHash(row)
  await db
    .insertInto('audit')
    .values({ ...row, hash })
    .execute()
  await db
    .updateTable('server_meta')
    .set({ value: JSON.stringify({ number: row.number, hash }) })
    .where('key', '=', HEAD)
    .execute()
}

/** Number of the first link that was altered, removed or forged; null where the whole chain holds. */
export async function findBrokenAuditLink(db: Kysely<Tables>): Promise<number | null> {
  let previous = { number: 0, hash: '0'.repeat(64) }
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('number', '>', previous.number)
      .orderBy('number')
      .limit(1000)
      .execute()
    for (const { hash, ...row } of rows) {
      const fits = row.number === previous.number + 1 && row.previous_hash === previous.hash
      if (!fits || linkHash(row) !== hash) return previous.number + 1
      previous = { number: row.number, hash }
    }
    if (rows.length === 0) break
  }
  const { value } = await db
    .selectFrom('server_meta')
    .select('value')
    .where('key', '=', HEAD)
    .executeTakeFirstOrThrow()
  return canonicalJson(JSON.parse(value)) === canonicalJson(previous) ? null : previous.number + 1
}

function linkHash(row: Omit<Tables['audit'], 'hash'>): string {
  return createHash('sha256').update(canonicalJson(row)).digest('hex')
}
