import { z } from 'zod'
import { Notice } from './notice.ts'

export const NoticeView = Notice.extend({ id: z.string(), read: z.boolean() })
export type NoticeView = z.infer<typeof NoticeView>

export const noticesAgentMethods = {
  list: { input: z.void(), output: z.array(NoticeView) },
  markAllRead: { input: z.void(), output: z.void() },
}
