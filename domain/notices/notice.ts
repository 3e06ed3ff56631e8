import { z } from 'zod'
import { Instant } from '../records/instants.ts'

/** Something the handler has to know: conditions met or no longer met, an application to answer, a decision. `place` is the screen that deals with it. */
export const Notice = z.object({
  text: z.string(),
  kind: z.enum(['good', 'attention', 'information']),
  place: z.enum(['self-entry', 'engineers', 'operators', 'verification', 'practice', 'penalties', 'none']),
  at: Instant,
  /** Stays unread until somebody has confirmed it by itself. */
  mustRead: z.boolean().optional(),
})
export type Notice = z.infer<typeof Notice>
