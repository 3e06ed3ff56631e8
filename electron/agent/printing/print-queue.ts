import { randomUUID } from 'node:crypto'
import { FailureError } from '../../../domain/contracts/failure.ts'
import {
  PRINT_JOB_STATE_LABELS,
  type PrintJob,
  type PrintJobState,
} from '../../../domain/printing/print-job.ts'
import { createJobChanges } from './job-changes.ts'
import { createPrintLane, type LaneDeps, type PrintLane, type PrintTimings } from './print-lane.ts'
import type { JobChange, NewPrintJob } from './print-job-repository.ts'

export const DEFAULT_PRINT_TIMINGS: PrintTimings = {
  writeTimeoutMs: 10_000,
  retryMs: 1500,
  confirmMs: 150,
  confirmTimeoutMs: 60_000,
}

export interface PrintQueue {
  /** Settles what the last run left, then lets waiting jobs go on. Call once, when printers have been looked for. */
  start(): void
  /** The job is on disk when this returns. With an `id` that is known already nothing is added: that job is answered. */
  enqueue(job: Omit<NewPrintJob, 'id' | 'createdAt'> & { id?: string | undefined }): PrintJob
  list(): PrintJob[]
  retry(jobId: string): PrintJob
  cancel(jobId: string): Promise<PrintJob>
  markPrinted(jobId: string): PrintJob
  printNext(jobId: string): PrintJob
  /** Gives how many jobs were cancelled. */
  cancelWaiting(printerId: string): number
  /** Something about this printer, or about all, has changed: look again. */
  wake(printerId?: string): void
  isSending(printerId: string): boolean
  stop(): Promise<void>
}

const LISTED_JOBS = 500

/**
 * The durable print queue: printers work in parallel, each on one job at a time in the order given. Nothing is ever sent again by itself once bytes may
 * have reached a printer; print-lane.ts says how that is kept.
 */
export function createPrintQueue(deps: LaneDeps): PrintQueue {
  const { jobs } = deps
  const lanes = new Map<string, PrintLane>()
  let stopped = false

  const lane = (printerId: string): PrintLane => {
    const existing = lanes.get(printerId)
    if (existing) return existing
    const created = createPrintLane(printerId, deps)
    lanes.set(printerId, created)
    return created
  }
  const wake = (printerId: string) => {
    if (!stopped) lane(printerId).wake()
  }
  const changes = createJobChanges(deps)
  const woken = (jobId: string): PrintJob => {
    const job = find(jobId)
    wake(job.printerId)
    return job
  }
  const change = (jobId: string, to: JobChange): PrintJob => {
    changes.apply([{ jobId, to }], () => undefined)
    return woken(jobId)
  }
  const find = (jobId: string): PrintJob => {
    const job = jobs.get(jobId)
    if (!job) throw new FailureError('not-found', { message: '没有这个打印任务' })
    return job
  }
  const findIn = (jobId: string, states: readonly PrintJobState[], verb: string): PrintJob => {
    const job = find(jobId)
    if (states.includes(job.state)) return job
    throw new FailureError('conflict', {
      message: `打印任务的状态是“${PRINT_JOB_STATE_LABELS[job.state]}”，不能${verb}`,
    })
  }

  return {
    start: () => {
      for (const job of jobs.listInState('sending')) {
        change(job.id, { state: 'needs-attention', message: INTERRUPTED_BY_EXIT })
      }
      for (const job of jobs.listInState('sent')) {
        if (job.finishedAt !== null) continue
        change(job.id, {
          state: 'sent',
          message: UNCONFIRMED_AT_EXIT,
          finishedAt: deps.now().toISOString(),
        })
      }
      for (const job of jobs.listInState('waiting')) wake(job.printerId)
    },
    enqueue: ({ id = randomUUID(), ...job }) => {
      const known = jobs.get(id)
      if (known) return known
      jobs.add({ ...job, id, createdAt: deps.now().toISOString() })
      changes.tell(id)
      return woken(id)
    },
    list: () => jobs.listRecent(LISTED_JOBS),
    retry: (jobId) => {
      findIn(jobId, ['waiting', 'sent', 'needs-attention'], '重新打印')
      return change(jobId, { state: 'waiting', message: null, bytesSent: 0 })
    },
    cancel: async (jobId) => {
      const job = findIn(jobId, ['waiting', 'sending', 'needs-attention'], '取消')
      if (job.state === 'sending') {
        await lane(job.printerId).interrupt(jobId)
        const after = find(jobId)
        if (after.state !== 'waiting' && after.state !== 'needs-attention') return after
      }
      const finishedAt = deps.now().toISOString()
      return change(jobId, { state: 'cancelled', message: job.message, finishedAt })
    },
    printNext: (jobId) => {
      const job = findIn(jobId, ['waiting'], '提前')
      jobs.moveFirst(job.printerId, jobId)
      return change(jobId, { state: 'waiting', message: MOVED_FIRST })
    },
    cancelWaiting: (printerId) => {
      const waiting = jobs.waitingIds(printerId)
      for (const jobId of waiting) {
        change(jobId, { state: 'cancelled', message: null, finishedAt: deps.now().toISOString() })
      }
      return waiting.length
    },
    markPrinted: (jobId) => {
      findIn(jobId, ['sent', 'needs-attention'], '标记为已打印')
      const finishedAt = deps.now().toISOString()
      return change(jobId, { state: 'confirmed', message: '已由操作人员确认印出', finishedAt })
    },
    wake: (printerId) => {
      for (const id of printerId === undefined ? lanes.keys() : [printerId]) wake(id)
    },
    isSending: (printerId) => lanes.get(printerId)?.isSending() ?? false,
    stop: async () => {
      stopped = true
      await Promise.all([...lanes.values()].map((each) => each.stop()))
    },
  }
}

const INTERRUPTED_BY_EXIT =
  '程序在发送途中退出，数据可能已部分或全部到达打印机。请查看标签是否已完整印出，再选择“重打”、“已打印”或“取消”'
const MOVED_FIRST = '已提前，先于其他等待的任务打印'
const UNCONFIRMED_AT_EXIT = '程序在打印机确认前退出，请查看标签是否已印出'
