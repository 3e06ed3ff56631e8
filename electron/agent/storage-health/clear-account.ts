import type { Database } from 'better-sqlite3'
import { inTransaction } from '../storage/database.ts'
import { createMeta } from '../storage/meta.ts'

/** Set in the transaction that takes the rows away, and gone when the files are gone too: a start in between goes on with it. */
export const CLEARING = 'storage-clearing'
/** `everything`: nobody else has worked on this workstation. */
export type Clearing = 'account' | 'everything'

/**
 * Takes everything of this account out of the database, in one transaction; other accounts' rows stay as they are. Whatever moment the program ends at, either nothing
 * has happened, or the next start removes what is left in files (finish-clearing.ts).
 */
export function clearAccount(db: Database, accountId: string): void {
  inTransaction(db, () => {
    for (const workspaceId of workspacesOf(db, accountId)) clearWorkspace(db, workspaceId)
    for (const table of ['draft', 'discarded_draft'])
      db.prepare(`DELETE FROM ${table} WHERE scope = ?`).run(accountId)
    forgetValuesOf(db, accountId)
    db.prepare('DELETE FROM session WHERE account_id = ?').run(accountId)
    const clearing: Clearing = isAnybodyLeft(db) ? 'account' : 'everything'
    createMeta(db).set(CLEARING, clearing)
  })
}

/** Also work and drafts whose session is gone, and a registration that has been begun: nobody has agreed to lose them. */
function isAnybodyLeft(db: Database): boolean {
  return ['session', 'workspace', 'draft', 'discarded_draft'].some(
    (table) => db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined,
  )
}

export function unfinishedClearing(db: Database): Clearing | null {
  const kept = createMeta(db).get(CLEARING)
  return kept === 'account' || kept === 'everything' ? kept : null
}

function workspacesOf(db: Database, accountId: string): number[] {
  return db.prepare<[string], number>('SELECT id FROM workspace WHERE account_id = ?').pluck().all(accountId)
}

/** Labels are also known by changes whose record is gone. */
const LABELS_OF = `SELECT id FROM record WHERE workspace_id = @workspaceId AND type = 'label'
  UNION SELECT record_id FROM outbox WHERE workspace_id = @workspaceId AND record_type = 'label'`

function clearWorkspace(db: Database, workspaceId: number): void {
  const run = (sql: string) => db.prepare<{ workspaceId: number }>(sql).run({ workspaceId })
  run(
    `DELETE FROM recorded_print WHERE job_id IN (SELECT id FROM print_job WHERE label_id IN (${LABELS_OF}))`,
  )
  run(`DELETE FROM print_job WHERE label_id IN (${LABELS_OF})`)
  run(`DELETE FROM print_order WHERE label_id IN (${LABELS_OF})`)
  for (const table of ['conflict', 'attachment', 'outbox', 'record'])
    run(`DELETE FROM ${table} WHERE workspace_id = @workspaceId`)
  // A version of a template is named by the labels that were printed by it.
  db.exec(
    `DELETE FROM label_design WHERE NOT EXISTS (SELECT 1 FROM print_order WHERE instr(template, fingerprint) > 0)
       AND NOT EXISTS (SELECT 1 FROM record WHERE type = 'label' AND instr(body, fingerprint) > 0)`,
  )
  forgetValuesOf(db, String(workspaceId))
  run('DELETE FROM workspace WHERE id = @workspaceId')
}

/** The name of a small value that belongs to an account or a workspace ends in its id. */
function forgetValuesOf(db: Database, owner: string): void {
  const ending = `-${owner}`
  db.prepare('DELETE FROM meta WHERE substr(key, -length(?)) = ?').run(ending, ending)
}
