import { z } from 'zod'
import { Evaluation } from '../conditions/evaluation.ts'
import { Organisation } from '../organisation/organisation.ts'
import { Engineer } from '../people/engineer.ts'
import { Operator } from '../people/operator.ts'
import { Instant, Sha256 } from '../records/instants.ts'

/** The organisation's self-entry 自主录入 as it stands at the server; the record's id is the organisation's id. Absent until the first submission. */
export const SelfEntry = z.object({
  letterSha256: Sha256,
  revision: z.number().int().positive(),
  submittedAt: Instant,
  /** Published in 信息公开 exactly while true. */
  effective: z.boolean(),
  effectiveSince: Instant.nullable(),
  evaluation: Evaluation,
})
export type SelfEntry = z.infer<typeof SelfEntry>

const withId = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) => schema.extend({ id: z.string() })

/** One submission, or one change of effect by itself; immutable. `changeNote` is the manual's 修改提示. */
export const SelfEntryRevision = z.object({
  number: z.number().int().positive(),
  cause: z.enum(['submission', 'people-changed', 'organisation-changed', 'time-passed']),
  changeNote: z.string(),
  at: Instant,
  byAccountId: z.string().nullable(),
  effective: z.boolean(),
  evaluation: Evaluation,
  snapshot: z.object({
    organisation: Organisation,
    engineers: z.array(withId(Engineer)),
    operators: z.array(withId(Operator)),
    letterSha256: Sha256,
  }),
})
export type SelfEntryRevision = z.infer<typeof SelfEntryRevision>
