import { z } from 'zod'
import { Application } from '../applications/application.ts'
import { view } from '../records/view.ts'
import { Engineer } from './engineer.ts'
import { EngineerPosition } from './levels.ts'
import { Operator, OperatorFields } from './operator.ts'

export const EngineerView = view(Engineer)
export type EngineerView = z.infer<typeof EngineerView>
export const OperatorView = view(Operator).extend({ warnings: z.array(z.string()) })
export type OperatorView = z.infer<typeof OperatorView>
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
  reveal: {
    input: z.object({
      recordType: z.enum(['engineer', 'operator', 'application']),
      recordId: z.string(),
      field: z.enum(['idNumber', 'mobile']),
    }),
    output: z.object({ value: z.string() }),
  },
}
