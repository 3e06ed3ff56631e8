import { z } from 'zod'
import { Application } from '../applications/application.ts'
import { view } from '../records/view.ts'
import { Engineer } from './engineer.ts'
import { Instant } from '../records/instants.ts'
import { IMPORT_ROWS_BESIDES, IMPORT_ROWS_MAX } from '../spreadsheet/sheet-cell.ts'
import { EngineerPosition, OperatorDirection } from './levels.ts'
import { Operator, OperatorFields } from './operator.ts'

export const EngineerView = view(Engineer)
export type EngineerView = z.infer<typeof EngineerView>
export const OperatorView = view(Operator).extend({ warnings: z.array(z.string()) })
export type OperatorView = z.infer<typeof OperatorView>
/** What was saved in one go, for as long as it can be taken back. */
export const OperatorBatch = z.object({
  batchId: z.string(),
  added: z.number(),
  changed: z.number(),
  undoUntil: Instant,
})
export type OperatorBatch = z.infer<typeof OperatorBatch>

/** What an import may bring: `direction` null says nothing of it, so that an operator who is changed keeps his. */
export const OperatorEntry = z.object({
  operatorId: z.string().nullable(),
  fields: OperatorFields.extend({ direction: OperatorDirection.nullable() }),
})
export type OperatorEntry = z.infer<typeof OperatorEntry>

const NamedOperator = z.object({ operatorId: z.string(), name: z.string() }).nullable()
/** Who of the organisation's operators already stands under these numbers. */
export const OperatorMatch = z.object({ byIdNumber: NamedOperator, byCertificate: NamedOperator })
export type OperatorMatch = z.infer<typeof OperatorMatch>

export const BATCH_MAX = IMPORT_ROWS_MAX + IMPORT_ROWS_BESIDES

export const ApplicationView = view(Application)
export type ApplicationView = z.infer<typeof ApplicationView>

/**
 * People lists come with ID numbers and mobile numbers masked; `reveal` gives one full value and records the look.
 * `operator` gives one operator unmasked for editing, which is recorded as a look too.
 */
export const peopleAgentMethods = {
  listEngineers: { input: z.void(), output: z.array(EngineerView) },
  setEngineerPosition: {
    input: z.object({ engineerId: z.string(), position: EngineerPosition }),
    output: EngineerView,
  },
  /** Applications of engineers that wait for this organisation, newest first; answered ones follow. */
  listApplications: { input: z.void(), output: z.array(ApplicationView) },
  answerApplication: {
    input: z.object({ applicationId: z.string(), agree: z.boolean(), reason: z.string() }),
    output: ApplicationView,
  },
  listOperators: { input: z.void(), output: z.array(OperatorView) },
  operator: { input: z.object({ operatorId: z.string() }), output: OperatorView },
  /** Adds (no id) or changes an operator, offline too. Fails `invalid-input` with the field's name. */
  saveOperator: {
    input: z.object({ operatorId: z.string().nullable(), fields: OperatorFields }),
    output: OperatorView,
  },
  removeOperator: { input: z.object({ operatorId: z.string() }), output: z.void() },
  restoreOperator: { input: z.object({ operatorId: z.string() }), output: OperatorView },
  /** Parallel to `people`. */
  matchOperators: {
    input: z.object({
      people: z.array(z.object({ idNumber: z.string(), certificateNumber: z.string() })).max(BATCH_MAX),
    }),
    output: z.array(OperatorMatch),
  },
  /** Adds and changes many operators: all of them or, with `invalid-input` and paths like `entries.3.fields.idNumber`, none. */
  saveOperators: {
    input: z.object({ entries: z.array(OperatorEntry).max(BATCH_MAX) }),
    output: OperatorBatch,
  },
  /** 批量改方向. */
  setOperatorDirection: {
    input: z.object({ operatorIds: z.array(z.string()).max(BATCH_MAX), direction: OperatorDirection }),
    output: OperatorBatch,
  },
  /** The last batch of this organisation that can still be undone. */
  lastOperatorBatch: { input: z.void(), output: OperatorBatch.nullable() },
  /** Takes a batch back as a whole; what was changed again since then stays. Fails `not-found` when its time is over. */
  undoOperatorBatch: { input: z.object({ batchId: z.string() }), output: z.void() },
  /** Full numbers of these people for an export, for the password of whoever is signed in; recorded at the server. Fails `wrong-credentials`. */
  exportNumbers: {
    input: z.object({
      recordType: z.enum(['engineer', 'operator']),
      recordIds: z.array(z.string()),
      password: z.string(),
    }),
    output: z.array(z.object({ id: z.string(), idNumber: z.string(), mobile: z.string() })),
  },
  /** 花名册 as a PDF, in the order of the ids and with masked numbers. */
  roster: {
    input: z.object({ recordType: z.enum(['engineer', 'operator']), recordIds: z.array(z.string()).min(1) }),
    output: z.object({ fileName: z.string(), pdfBase64: z.string() }),
  },
  reveal: {
    input: z.object({
      recordType: z.enum(['engineer', 'operator', 'application']),
      recordId: z.string(),
      field: z.enum(['idNumber', 'mobile']),
    }),
    output: z.object({ value: z.string() }),
  },
}
