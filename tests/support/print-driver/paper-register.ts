import type { Database } from 'better-sqlite3'
import type { Workspace } from '../../../electron/agent/storage/workspace.ts'

export interface RegisteredPrint {
  labelId: string
  outcome: string
  copies: number
}

/** The register of labels reduced to what the print recorder writes into it: one row a print, in the same transaction as the product's. */
export function createPaperRegister(db: Database) {
  db.exec('CREATE TABLE IF NOT EXISTS paper_register (label_id TEXT, outcome TEXT, copies INTEGER)')
  const insert = db.prepare('INSERT INTO paper_register VALUES (?, ?, ?)')
  const workspace = {
    get: (_type: string, labelId: string) => ({ body: { serial: labelId, prints: [] } }),
    change: (
      _type: string,
      _body: unknown,
      mutation: { recordId: string; set: { outcome: string; copies: number } },
    ) => {
      insert.run(mutation.recordId, mutation.set.outcome, mutation.set.copies)
    },
  }
  return {
    // Safe: the recorder uses these two methods and nothing else of a workspace.
    workspaceHolding: () => workspace as unknown as Workspace,
    list: () =>
      db
        .prepare<[], RegisteredPrint>('SELECT label_id AS labelId, outcome, copies FROM paper_register')
        .all(),
  }
}
