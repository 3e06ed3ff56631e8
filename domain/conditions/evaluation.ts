import { z } from 'zod'

/** One condition of practice 从业条件 with what it asks and what is there. `required` and `present` are numbers, or 0/1 for a yes-or-no condition. */
export const ConditionItem = z.object({
  key: z.enum([
    'verification',
    'engineers',
    'first-level-engineers',
    'technical-leader',
    'technical-leader-level',
    'operators',
    'intermediate-operators',
    'letter',
  ]),
  label: z.string(),
  kind: z.enum(['count', 'yes-or-no']),
  required: z.number(),
  present: z.number(),
  met: z.boolean(),
  /** The manual's text when it is not met, for instance 注册消防工程师人数不满足要求. */
  reason: z.string().nullable(),
})
export type ConditionItem = z.infer<typeof ConditionItem>

/** The outcome of all conditions; `reasons` lists every unmet one, never only the first. */
export const Evaluation = z.object({
  effective: z.boolean(),
  ruleVersion: z.string(),
  items: z.array(ConditionItem),
  reasons: z.array(z.string()),
  counts: z.object({
    engineers: z.number(),
    firstLevelEngineers: z.number(),
    technicalLeaders: z.number(),
    operators: z.number(),
    seniorOperators: z.number(),
    intermediateOperators: z.number(),
    intermediateOrAbove: z.number(),
  }),
})
export type Evaluation = z.infer<typeof Evaluation>
