import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { TemplateUse } from '../../../domain/labels/design/saved-template.ts'
import { LabelPrinter, LabelPrintKind } from '../../../domain/labels/label-print.ts'

/** What the register will say of a print beside what the printer does with it. */
const PrintOrder = z.object({
  labelId: z.string(),
  kind: LabelPrintKind,
  by: LabelPrinter.nullable(),
  template: TemplateUse.nullable(),
})
export type PrintOrder = z.infer<typeof PrintOrder>

export interface PrintOrders {
  /** Belongs into the transaction that puts the job into the queue. */
  note(jobId: string, order: PrintOrder, at: string): void
  /** null for jobs that an older program put into the queue. */
  of(jobId: string): PrintOrder | null
}

interface OrderRow {
  label_id: string
  kind: string
  ordered_by: string | null
  template: string | null
}

export function createPrintOrders(db: Database): PrintOrders {
  const insert = db.prepare(`
    INSERT INTO print_order (job_id, label_id, kind, ordered_by, template, ordered_at)
    VALUES (@jobId, @labelId, @kind, @by, @template, @at)`)
  const select = db.prepare<[string], OrderRow>(
    'SELECT label_id, kind, ordered_by, template FROM print_order WHERE job_id = ?',
  )
  return {
    note: (jobId, { labelId, kind, by, template }, at) => {
      insert.run({ jobId, labelId, kind, by: jsonOrNull(by), template: jsonOrNull(template), at })
    },
    of: (jobId) => {
      const row = select.get(jobId)
      if (!row) return null
      return PrintOrder.parse({
        labelId: row.label_id,
        kind: row.kind,
        by: parsedOrNull(row.ordered_by),
        template: parsedOrNull(row.template),
      })
    },
  }
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value)
}

function parsedOrNull(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}
