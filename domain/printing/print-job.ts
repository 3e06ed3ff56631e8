import { z } from 'zod'
import { Instant } from '../records/instants.ts'

/**
 * waiting → sending → sent → confirmed; `needs-attention` when bytes may have reached the printer but not for certain: only a person decides then.
 * A successful write alone is never called printed.
 */
export const PrintJobState = z.enum([
  'waiting',
  'sending',
  'sent',
  'confirmed',
  'needs-attention',
  'cancelled',
])
export type PrintJobState = z.infer<typeof PrintJobState>

export const PRINT_JOB_STATE_LABELS: Record<PrintJobState, string> = {
  waiting: '等待打印',
  sending: '正在发送',
  sent: '已送达打印机',
  confirmed: '打印机已就绪',
  'needs-attention': '需要处理',
  cancelled: '已取消',
}

export const PrintJob = z.object({
  id: z.string(),
  printerId: z.string(),
  printerName: z.string(),
  title: z.string(),
  labelId: z.string().nullable(),
  copies: z.number(),
  state: PrintJobState,
  /** Why it waits or what is known when it needs attention; Chinese, says what to do. */
  message: z.string().nullable(),
  bytesTotal: z.number(),
  bytesSent: z.number(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
})
export type PrintJob = z.infer<typeof PrintJob>
