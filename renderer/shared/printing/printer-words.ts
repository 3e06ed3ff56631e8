import type { Printer } from '../../../domain/printing/printing-contract.ts'
import { PRINTER_STATE_MESSAGES } from '../../../domain/printing/printer-status.ts'

/** What the user calls it, else maker and model, and the end of the serial number where there is one: two equal printers stay apart. */
export function printerName({
  transport,
  maker,
  model,
  serial,
  name: givenName,
  address,
}: Pick<Printer, 'transport' | 'maker' | 'model' | 'serial' | 'name' | 'address'>): string {
  if (transport === 'file') return model
  if (transport === 'network') return givenName === '' ? `${model}（${address ?? ''}）` : givenName
  const name = model.toUpperCase().startsWith(maker.toUpperCase()) ? model : `${maker} ${model}`.trim()
  return serial === null ? name : `${name}（${serial.slice(-6)}）`
}

export interface PrinterVerdict {
  kind: 'good' | 'attention' | 'bad' | 'none' | 'waiting'
  text: string
  /** What to do; '' when there is nothing to do. */
  action: string
}

/** One sentence on whether a label can be printed now, and what to do when it cannot. */
export function printerVerdict(
  printer: Pick<Printer, 'transport' | 'connected' | 'paused' | 'status' | 'language'>,
): PrinterVerdict {
  if (!printer.connected) {
    const action =
      printer.transport === 'network'
        ? printer.status.detail
        : '检查电源和 USB 线；接好后，等待的标签会自动打印'
    return { kind: 'none', text: '未连接', action }
  }
  // Who cannot be asked just now may still tell by itself what it speaks.
  if (printer.language === null && printer.status.state !== 'not-answering') {
    return {
      kind: 'attention',
      text: '未识别打印语言',
      action: '在设置中选择打印语言后打印测试标签；印出乱码时换另一种',
    }
  }
  if (printer.paused) return { kind: 'waiting', text: '已暂停', action: '按“继续”后打印等待的标签' }
  const { state, detail } = printer.status
  const { message, action } = PRINTER_STATE_MESSAGES[state]
  if (state === 'ready') return { kind: 'good', text: message, action: '' }
  if (state === 'printing') return { kind: 'waiting', text: message, action: '' }
  const kind = state === 'unknown' || state === 'paused' ? 'attention' : 'bad'
  return { kind, text: message, action: detail === '' ? action : `${detail}。${action}` }
}
