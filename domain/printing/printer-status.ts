import { z } from 'zod'

/** Most pressing first: of several conditions at once the first listed here is the state shown. */
export const PRINTER_STATES = [
  'head-open',
  'jam',
  'paper-out',
  'ribbon-out',
  'error',
  'paused',
  'printing',
  'ready',
  'not-answering',
  'unknown',
] as const
export const PrinterState = z.enum(PRINTER_STATES)
export type PrinterState = z.infer<typeof PrinterState>

/** What is known of a printer at one moment. Read on request, never guessed: see `printer-status-readers.ts`. */
export const PrinterStatus = z.object({
  state: PrinterState,
  /** Everything reported at once, the state included. */
  conditions: z.array(PrinterState),
  /** What the closed list of states has no word for, in Chinese; empty when there is nothing to add. */
  detail: z.string(),
  /** Labels of the running batch still to come, where the printer counts them. */
  labelsRemaining: z.number().int().nullable(),
})
export type PrinterStatus = z.infer<typeof PrinterStatus>

/** The status made of the conditions found; none found means ready. */
export function printerStatus(
  conditions: readonly PrinterState[],
  extra: { detail?: string; labelsRemaining?: number } = {},
): PrinterStatus {
  const found = PRINTER_STATES.filter((state) => conditions.includes(state))
  return {
    state: found[0] ?? 'ready',
    conditions: found.length > 0 ? found : ['ready'],
    detail: extra.detail ?? '',
    labelsRemaining: extra.labelsRemaining ?? null,
  }
}

/** Whether a job may be sent now: the printer says it is ready or busy with the job before. */
export function acceptsJobs(state: PrinterState): boolean {
  return state === 'ready' || state === 'printing'
}

/** What to tell a person: what it is, and what to do; `action` is empty when there is nothing to do. */
export const PRINTER_STATE_MESSAGES: Record<PrinterState, { message: string; action: string }> = {
  ready: { message: '打印机就绪', action: '' },
  printing: { message: '打印机正在打印', action: '' },
  'paper-out': { message: '打印机缺纸', action: '装入标签纸，合上机盖，按一次走纸键，再继续打印' },
  'ribbon-out': { message: '打印机碳带用完', action: '更换碳带后继续打印；热敏标签纸请将打印方式设为热敏' },
  'head-open': { message: '打印机机盖或打印头未合上', action: '合上机盖，听到两侧卡扣到位后继续打印' },
  paused: { message: '打印机已暂停', action: '按打印机上的暂停键恢复后继续打印' },
  jam: {
    message: '打印机卡纸或找不到标签间隙',
    action: '取出卡住的标签，确认纸张类型为间隙纸还是黑标纸，校准后继续打印',
  },
  error: { message: '打印机报告故障', action: '按打印机说明书排除故障，关机十秒后重新开机' },
  'not-answering': { message: '打印机没有应答', action: '检查电源和数据线、是否缺纸或机盖打开，再重新检测' },
  unknown: { message: '打印机状态未知', action: '该打印机不报告状态，请查看打印机指示灯' },
}
