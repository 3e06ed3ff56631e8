import type { Result } from '../../../domain/contracts/failure.ts'
import type { ImportColumn, SourceRow } from '../../../domain/spreadsheet/import-table.ts'

/** What a row amounts to by its own checks. */
export interface ImportVerdict<Field extends string> {
  /** As it would be kept. */
  texts: Record<Field, string>
  messages: Partial<Record<Field, string>>
  warnings: string[]
  tidied: boolean
}

/** What is known already of whom a row names. */
export interface ImportMatch<Field extends string> {
  existing: { id: string; name: string } | null
  /** Where the row contradicts what is known. */
  messages: Partial<Record<Field, string>>
}

/** What was written, and until when (ISO) it can be taken back. */
export interface ImportBatch {
  batchId: string
  added: number
  changed: number
  undoUntil: string
}

export interface ImportEntry<Field extends string> {
  row: SourceRow<Field>
  existingId: string | null
}

/** Everything that ImportWizard has to know of what is imported; one for each list. */
export interface ImportKind<Field extends string> {
  /** 操作员 and 人. */
  noun: string
  unit: string
  columns: readonly ImportColumn<Field>[]
  /** Names the row for people. */
  nameField: Field
  /** Texts that may stand in one row of a file only. */
  unique: readonly Field[]
  template: { fileName: string; example: Record<Field, string>; notes: readonly string[] }
  check: (row: SourceRow<Field>) => ImportVerdict<Field>
  /** Parallel to the rows. */
  match: (rows: readonly Record<Field, string>[]) => Promise<Result<readonly ImportMatch<Field>[]>>
  /** Writes all of them or none. */
  save: (entries: readonly ImportEntry<Field>[]) => Promise<Result<ImportBatch>>
  undo: (batchId: string) => Promise<Result<void>>
}

export type DuplicateWay = 'skip' | 'update' | 'each'

/** A row as the wizard shows it. */
export interface CheckedRow<Field extends string> {
  id: string
  number: number
  source: SourceRow<Field>
  texts: Record<Field, string>
  problems: Partial<Record<Field, string>>
  warnings: string[]
  tidied: boolean
  existing: { id: string; name: string } | null
  state: 'ready' | 'mend' | 'duplicate' | 'left-out'
}
