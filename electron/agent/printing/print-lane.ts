/**
 * One printer's part of the queue: its jobs one after another, in order.
 *
 * What may be claimed rests on three facts only. (1) Before the first byte leaves, `sending` is on disk. (2) A job goes back to `waiting` by itself only
 * when it is certain that not one byte left. (3) A full write makes a job `sent`; it is `confirmed` when the printer then says it is ready, and needs
 * attention when the printer then reports trouble or is gone, since SET REPRINT OFF leaves such a label unprinted.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { deflateSync } from 'node:zlib'
import { encodeJob } from '../../../domain/printing/encode-job.ts'
import { endInterruptedJob } from '../../../domain/printing/interrupted-job.ts'
import { joinBytes } from '../../../domain/printing/job-bytes.ts'
import type { PrintJob } from '../../../domain/printing/print-job.ts'
import type { PrinterLanguage } from '../../../domain/printing/printer-language.ts'
import { jobSettings } from '../../../domain/printing/printer-settings.ts'
import { createJobChanges, type ChangedJob, type JobChangesDeps } from './job-changes.ts'
import { PrinterWriteError, type LabelPrinter } from './label-printer.ts'
import type { PrinterRepository, RememberedPrinter } from './printer-repository.ts'
import { obstacleTo, readReadiness } from './printer-readiness.ts'
import { printerTroubleMessage } from './printer-trouble.ts'
import { ASK_THE_PERSON, createUnconfirmedJobs } from './unconfirmed-jobs.ts'

export interface PrintTimings {
  /** The printer may accept nothing for this long before a job is given up half way. */
  readonly writeTimeoutMs: number
  /** Between two looks at a printer that cannot take the next job. */
  readonly retryMs: number
  /** Between two looks at a printer that is busy with what it was sent. */
  readonly confirmMs: number
  /** A printer that has not become ready after this long is not asked about the job any more. */
  readonly confirmTimeoutMs: number
}

export interface LaneDeps extends JobChangesDeps {
  readonly printers: PrinterRepository
  readonly findPrinter: (printerId: string) => LabelPrinter | undefined
  /** Looks at every cable again: not every system announces printers that are plugged in. */
  readonly lookForPrinters: () => Promise<unknown>
  readonly now: () => Date
  readonly timings: PrintTimings
}

export interface PrintLane {
  /** Looks at the queue now instead of at the next turn. */
  wake(): void
  isSending(jobId?: string): boolean
  /** Interrupts the job if it is being sent just now; resolves when it has ended one way or another. */
  interrupt(jobId: string): Promise<void>
  /** Lets the job under way end if it can within `STOP_GRACE_MS`, else cuts it off; it then needs attention. */
  stop(): Promise<void>
}

/** What may still go wrong with labels on their way through the printer stays at two. */
const MAX_UNCONFIRMED = 2
const STOP_GRACE_MS = 3000

export function createPrintLane(printerId: string, deps: LaneDeps): PrintLane {
  const { jobs, printers, timings, log } = deps
  const changes = createJobChanges(deps)
  const unconfirmed = createUnconfirmedJobs(jobs, deps.now, timings.confirmTimeoutMs)
  let running: Promise<void> | null = null
  let stopped = false
  let isLost = false
  let wakeUp = new AbortController()
  let sending: { jobId: string; abort: AbortController; cancelled: boolean; ended: Promise<void> } | null =
    null

  const settle = (settled: readonly ChangedJob[], others: readonly ChangedJob[] = []) => {
    if (settled.length + others.length > 0) changes.apply([...settled, ...others], () => undefined)
    unconfirmed.drop(settled)
  }
  const finishedAt = () => deps.now().toISOString()

  const run = async () => {
    while (!stopped) {
      wakeUp = new AbortController()
      const delayMs = await step().catch((error: unknown) => {
        log.error(`print queue of ${printerId}: ${error instanceof Error ? error.message : String(error)}`)
        return timings.retryMs
      })
      // Whatever was announced while the step ran may have come too late for it to see.
      if (wakeUp.signal.aborted) continue
      if (delayMs === null) break
      if (delayMs > 0) await sleep(delayMs, undefined, { signal: wakeUp.signal }).catch(() => undefined)
    }
    running = null
  }

  /** One look at the queue and the printer; gives the time until the next, or null when there is nothing to do. */
  const step = async (): Promise<number | null> => {
    const remembered = printers.find(printerId)
    const job = remembered && !isHeld(remembered) ? jobs.nextWaiting(printerId) : null
    if (!remembered || (!job && unconfirmed.size() === 0)) return null
    if (isLost || !deps.findPrinter(printerId)) await deps.lookForPrinters()
    const printer = deps.findPrinter(printerId)
    const language = remembered.settings.language ?? remembered.language
    const readiness = await readReadiness(printer, language)
    // Where the system announces no unplugging, only looking again finds the printer in its new place.
    isLost = readiness.kind === 'trouble' && readiness.failure.failure.code === 'printer-unavailable'
    const settled = unconfirmed.settledBy(readiness)
    if (!job || jobs.get(job.id)?.state !== 'waiting') {
      settle(settled)
      return unconfirmed.size() > 0 ? timings.confirmMs : 0
    }
    const obstacle = obstacleTo(readiness, language)
    if (obstacle !== null || !printer || !language) {
      const isNew = obstacle !== job.message
      settle(settled, isNew ? [{ jobId: job.id, to: { state: 'waiting', message: obstacle } }] : [])
      return timings.retryMs
    }
    if (unconfirmed.size() - settled.length >= MAX_UNCONFIRMED) {
      settle(settled)
      return timings.confirmMs
    }
    return send(job, printer, remembered, language, settled)
  }

  /** After a job was cut off nothing follows until a person has decided about it: the printer may be in the middle of a label. */
  const isHeld = (remembered: RememberedPrinter) =>
    remembered.paused || (remembered.unfinishedBytes > 0 && jobs.hasAttention(printerId))

  const send = async (
    job: PrintJob,
    printer: LabelPrinter,
    remembered: RememberedPrinter,
    language: PrinterLanguage,
    settled: readonly ChangedJob[],
  ) => {
    const content = jobs.content(job.id)
    if (!content) throw new Error(`job ${job.id} waits without its dots`)
    const settings = { ...jobSettings(remembered.settings, job.copies), ...content.paper }
    const unfinishedBytes = printer.identity.transport === 'file' ? 0 : remembered.unfinishedBytes
    if (unfinishedBytes > 0) {
      settle(settled)
      settled = []
      await printer.reset()
    }
    const bytes = joinBytes([
      endInterruptedJob(language, unfinishedBytes),
      encodeJob(language, content.raster, settings, remembered.settings.compressed ? deflate : null),
    ])
    const ended = Promise.withResolvers<undefined>()
    const current = { jobId: job.id, abort: new AbortController(), cancelled: false, ended: ended.promise }
    const began = changes.apply(settled, () => !stopped && jobs.beginSending(job.id, bytes.length))
    unconfirmed.drop(settled)
    if (!began) return 0
    sending = current
    changes.tell(job.id)
    try {
      const label = { jobId: job.id, language, bytes, raster: content.raster, dpi: content.paper.dpi }
      const options = { timeoutMs: timings.writeTimeoutMs, signal: current.abort.signal }
      const { writtenBytes } = await printer.send(label, options)
      end({ jobId: job.id, to: { state: 'sent', message: null, bytesSent: writtenBytes } }, 0)
      unconfirmed.add(job.id)
      return 0
    } catch (error) {
      return sendFailed(job.id, bytes.length, unfinishedBytes, error, current.cancelled)
    } finally {
      sending = null
      ended.resolve(undefined)
    }
  }

  /** The job's new state and what the printer still misses of it are on the disk together. */
  const end = (changed: ChangedJob, unfinishedBytes: number) => {
    changes.apply([changed], () => {
      printers.setUnfinishedBytes(printerId, unfinishedBytes)
    })
  }

  const sendFailed = (
    jobId: string,
    total: number,
    unfinishedBefore: number,
    error: unknown,
    cancelled: boolean,
  ): number => {
    const writeError = error instanceof PrinterWriteError ? error : null
    if (!writeError)
      log.error(`sending job ${jobId}: ${error instanceof Error ? error.message : String(error)}`)
    const reason = writeError?.message ?? printerTroubleMessage('printer-not-accepting')
    if (writeError && !writeError.mayHaveReached) {
      const to = cancelled
        ? ({ state: 'cancelled', message: null, finishedAt: finishedAt() } as const)
        : ({ state: 'waiting', message: reason } as const)
      end({ jobId, to }, unfinishedBefore)
      return cancelled ? 0 : timings.retryMs
    }
    const bytesSent = writeError?.writtenBytes ?? 0
    if (cancelled) {
      const message = `已在发送途中取消（已发送 ${bytesSent} / ${total} 字节），打印机可能印出半张标签，请勿使用`
      end(
        { jobId, to: { state: 'cancelled', message, bytesSent, finishedAt: finishedAt() } },
        total - bytesSent,
      )
    } else {
      const message = `${reason}。${ASK_THE_PERSON}`
      end({ jobId, to: { state: 'needs-attention', message, bytesSent } }, total - bytesSent)
    }
    return 0
  }

  return {
    wake: () => {
      wakeUp.abort()
      if (!stopped) running ??= run()
    },
    isSending: (jobId) => sending !== null && (jobId === undefined || sending.jobId === jobId),
    interrupt: async (jobId) => {
      if (sending?.jobId !== jobId) return
      sending.cancelled = true
      sending.abort.abort()
      await sending.ended
    },
    stop: async () => {
      stopped = true
      wakeUp.abort()
      const grace = setTimeout(() => sending?.abort.abort(), STOP_GRACE_MS)
      await running
      clearTimeout(grace)
    },
  }
}

/** The fast level with the larger hash table: level 9 saves half a percent for ten times the time. */
const deflate = (bytes: Uint8Array): Uint8Array => deflateSync(bytes, { level: 6, memLevel: 9 })
