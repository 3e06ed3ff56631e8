import { FailureError, type Failure, type FailureCode } from '../../../domain/contracts/failure.ts'
import type { Dpi } from '../../../domain/labels/label-size.ts'
import type { Raster } from '../../../domain/labels/raster.ts'
import type { PrinterLanguage } from '../../../domain/printing/printer-language.ts'
import type { PrinterStatus } from '../../../domain/printing/printer-status.ts'

export interface PrinterIdentity {
  /** Stays the same over unplugging and restarts: `usb:<vid>:<pid>:<serial, else port path>`, `file:…`, `network:<host>:<port>`. */
  readonly id: string
  readonly transport: 'usb' | 'file' | 'network'
  readonly maker: string
  readonly model: string
  readonly serial: string | null
  /** What the printer says it understands; null when it does not say. */
  readonly language: PrinterLanguage | null
  /** The resolution it tells of itself. */
  readonly dpi: Dpi | null
}

export interface LabelToSend {
  readonly jobId: string
  readonly language: PrinterLanguage
  /** The whole job in the printer's language. */
  readonly bytes: Uint8Array
  /** The same label as dots, for printers that keep a picture. */
  readonly raster: Raster
  readonly dpi: number
}

export interface SendOptions {
  /** How long the printer may accept nothing at all before it is given up. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** One attached printer, whatever the cable. Its calls may overlap; they are carried out one after another. */
export interface LabelPrinter {
  readonly identity: PrinterIdentity
  /** Asks once, with short time-outs. Throws FailureError when the printer cannot be reached at all. */
  readStatus(language: PrinterLanguage | null): Promise<PrinterStatus>
  /** Resolves when every byte was accepted, else throws PrinterWriteError, which knows how many were. */
  send(label: LabelToSend, options: SendOptions): Promise<{ writtenBytes: number }>
  /** Brings the connection itself back after an interrupted job, as far as the printer lets it. Never throws. */
  reset(): Promise<void>
}

/** A way of finding printers: USB, files, the network; later the Windows ways. */
export interface PrinterTransport {
  list(): Promise<LabelPrinter[]>
  /** Calls back when printers may have come or gone; returns the unsubscriber. */
  watch(onChanged: () => void): () => void
  close(): Promise<void>
}

export interface PrintingLog {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

/** A job that did not reach its end. */
export class PrinterWriteError extends FailureError {
  /** Bytes the printer is known to have accepted. */
  readonly writtenBytes: number
  /** False only when it is certain that not one byte left: then, and only then, the job may be sent again unasked. */
  readonly mayHaveReached: boolean

  constructor(
    code: FailureCode,
    progress: { writtenBytes: number; mayHaveReached: boolean },
    details: Omit<Failure, 'code'> = {},
  ) {
    super(code, details)
    this.writtenBytes = progress.writtenBytes
    this.mayHaveReached = progress.mayHaveReached
  }
}
