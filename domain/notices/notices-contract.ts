import { z } from 'zod'
import { Notice } from './notice.ts'

export const NoticeView = Notice.extend({ id: z.string(), read: z.boolean() })
export type NoticeView = z.infer<typeof NoticeView>

export const noticesAgentMethods = {
  /** Newest first. */
  list: { input: z.void(), output: z.array(NoticeView) },
  markRead: { input: z.object({ id: z.string() }), output: z.void() },
  /** All but those that must be confirmed one by one. */
  markAllRead: { input: z.void(), output: z.void() },
}
