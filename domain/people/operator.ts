import { z } from 'zod'
import { Instant } from '../records/instants.ts'
import { OperatorDirection, OperatorLevel } from './levels.ts'

/** What the handler types for a 消防设施操作员; 性别 follows from the ID number. */
export const OperatorFields = z.object({
  name: z.string(),
  mobile: z.string(),
  idNumber: z.string(),
  certificateNumber: z.string(),
  level: OperatorLevel,
  direction: OperatorDirection,
})
export type OperatorFields = z.infer<typeof OperatorFields>

export const Operator = OperatorFields.extend({
  sex: z.enum(['男', '女']),
  /** Set by the server: the same person stands in another organisation's list too (allowed, but shown to the authority: rules.md §2). */
  listedElsewhere: z.boolean(),
  removedAt: Instant.nullable(),
})
export type Operator = z.infer<typeof Operator>
