import { FailureError } from '../../../domain/contracts/failure.ts'
import type { PrinterLanguage } from '../../../domain/printing/printer-language.ts'
import { PRINTER_STATE_MESSAGES, type PrinterStatus } from '../../../domain/printing/printer-status.ts'
import type { LabelPrinter } from './label-printer.ts'
import { printerTroubleMessage } from './printer-trouble.ts'

/** What one look at a printer gave: its own word, or why it cannot be reached. */
export type Readiness = { kind: 'status'; status: PrinterStatus } | { kind: 'trouble'; failure: FailureError }

const FAULTS: readonly PrinterStatus['state'][] = ['head-open', 'jam', 'paper-out', 'ribbon-out', 'error']

export async function readReadiness(
  printer: LabelPrinter | undefined,
  language: PrinterLanguage | null,
): Promise<Readiness> {
  if (!printer) {
    const message = printerTroubleMessage('printer-unavailable')
    return { kind: 'trouble', failure: new FailureError('printer-unavailable', { message }) }
  }
  try {
    return { kind: 'status', status: await printer.readStatus(language) }
  } catch (error) {
    if (error instanceof FailureError) return { kind: 'trouble', failure: error }
    throw error
  }
}

/** Why the next job cannot be sent now; null when it can. A printer that never reports its state is trusted to take what it accepts. */
export function obstacleTo(readiness: Readiness, language: PrinterLanguage | null): string | null {
  if (readiness.kind === 'trouble') return readiness.failure.message
  if (!language) return '无法识别打印机语言，请在打印机设置中选择 TSPL 或 ZPL'
  const { state } = readiness.status
  return state === 'ready' || state === 'printing' || state === 'unknown'
    ? null
    : describeStatus(readiness.status)
}

/** Whether labels under way may be spoilt by it. A pause is none: the printer goes on where it stood. */
export function isFault({ state }: PrinterStatus): boolean {
  return FAULTS.includes(state)
}

/** What it is and what to do, as one clause without a full stop. */
export function describeStatus({ state, detail }: PrinterStatus): string {
  const { message, action } = PRINTER_STATE_MESSAGES[state]
  return [message + (detail ? `（${detail}）` : ''), action].filter(Boolean).join('，')
}
