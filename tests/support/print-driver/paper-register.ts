import type { Database } from 'better-sqlite3'
import type { LabelPrint } from '../../../domain/labels/label-print.ts'
import type { Workspace } from '../../../electron/agent/storage/workspace.ts'

export type RegisteredPrint = Pick<LabelPrint, 'outcome' | 'copies'> & { labelId: string }

/** The register of labels reduced to what the print recorder reads and writes of it, in the same transaction as the product's. */
export function createPaperRegister(db: Database) {
  db.exec('CREATE TABLE IF NOT EXISTS paper_register (label_id TEXT PRIMARY KEY, prints TEXT NOT NULL)')
  const put = db.prepare('INSERT OR REPLACE INTO paper_register VALUES (?, ?)')
  type Row = { label_id: string; prints: string }
  const all = db.prepare<[], Row>('SELECT label_id, prints FROM paper_register')
  const one = db.prepare<[string], Row>('SELECT label_id, prints FROM paper_register WHERE label_id = ?')
  // Safe: only `change` below writes them.
  const printsOf = ({ prints }: Row) => JSON.parse(prints) as LabelPrint[]
  const workspace = {
    get: (_type: string, labelId: string) => {
      const row = one.get(labelId)
      return { body: { serial: labelId, prints: row ? printsOf(row) : [] } }
    },
    change: (_type: string, { prints }: { prints: LabelPrint[] }, { recordId }: { recordId: string }) => {
      put.run(recordId, JSON.stringify(prints))
    },
  }
  return {
    // Safe: the recorder uses these two methods and nothing else of a workspace.
    workspaceHolding: () => workspace as unknown as Workspace,
    list: (): RegisteredPrint[] =>
      all
        .all()
        .flatMap((row) =>
          printsOf(row).map(({ outcome, copies }) => ({ labelId: row.label_id, outcome, copies })),
        ),
  }
}
