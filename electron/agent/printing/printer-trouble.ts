import type { FailureCode } from '../../../domain/contracts/failure.ts'

const MESSAGES: Partial<Record<FailureCode, string>> = {
  'printer-no-permission': '没有使用这台打印机的权限，请在标签打印机页面按“USB 权限”授权后重新插拔打印机',
  'printer-busy': '打印机正被其他程序占用，请关闭其他打印程序后等待自动继续',
  'printer-unavailable': '打印机未连接，请检查电源和 USB 线，接好后自动继续',
  'printer-not-accepting': '打印机不接收数据，请检查打印机是否报警或暂停',
}

const CUT_OFF_MESSAGES: Partial<Record<FailureCode, string>> = {
  'printer-unavailable': '打印机在发送途中断开，请检查电源和 USB 线',
}

/** The Chinese sentence for a code of printing trouble: what is wrong and what to do. */
export function printerTroubleMessage(code: FailureCode): string {
  return MESSAGES[code] ?? '打印机出现故障，请关闭打印机电源后重新打开'
}

/** The same for a job that was cut off half way: it never goes on by itself, so nothing of the kind is promised. */
export function cutOffMessage(code: FailureCode): string {
  return CUT_OFF_MESSAGES[code] ?? printerTroubleMessage(code)
}
