import { PRINTER_LANGUAGE_LABELS } from '../../../domain/printing/printer-language.ts'
import { PRINTER_STATE_MESSAGES } from '../../../domain/printing/printer-status.ts'
import type { NetworkPrinterTest } from '../../../domain/printing/printing-contract.ts'

/** What a connection test found out, and what to do when a label could not be printed now. */
export function connectionTestWords({ language, model, dpi, status }: NetworkPrinterTest): {
  kind: 'good' | 'attention'
  text: string
} {
  if (language === null) {
    return {
      kind: 'attention',
      text: '已连接，但打印机没有回答使用哪种打印语言。添加后请在设置中选择，再打印测试标签',
    }
  }
  const { message, action } = PRINTER_STATE_MESSAGES[status.state]
  const facts = [model, PRINTER_LANGUAGE_LABELS[language], dpi === null ? null : `${dpi} dpi`, message]
  const text = `已连接：${facts.filter(Boolean).join('，')}`
  return action === '' ? { kind: 'good', text } : { kind: 'attention', text: `${text}。${action}` }
}
