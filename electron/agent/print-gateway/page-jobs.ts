import { randomUUID } from 'node:crypto'
import type { PageJob, PageLabel } from '../../../domain/print-gateway/gateway-messages.ts'
import type { GatewayRequest } from '../../../domain/print-gateway/print-gateway-contract.ts'
import type { PrintJob } from '../../../domain/printing/print-job.ts'

/** Nobody has to come back to a page from yesterday. */
const ASKS_FOR_MS = 10 * 60_000
const MOST_REQUESTS = 50
const REMEMBERED = 1000

interface PageJobEntry {
  readonly origin: string
  /** Without its picture once it is in the queue or refused: a page may send thousands. */
  label: PageLabel
  readonly askedAt: Date
  outcome: { jobId: string } | 'refused' | null
}

export interface PageJobs {
  /** Puts the label into the queue, or before a person. Null: too many wait already. */
  submit(origin: string, label: PageLabel, needsYes: boolean): PageJob | null
  /** Null for jobs of other origins, too. */
  find(origin: string, id: string): PageJob | null
  requests(): GatewayRequest[]
  /** The label of a request that waits. */
  label(id: string): PageLabel | null
  /** False when nothing of the kind waits. */
  answer(id: string, accept: boolean): boolean
  refuseAll(origin: string): void
  /** How much the pictures of labels take that are kept here: of those only that still wait for a yes. */
  pictureBytes(): number
}

/** The labels that web pages have asked for in this run of the program, from question to paper. */
export function createPageJobs(deps: {
  now: () => Date
  enqueue: (origin: string, label: PageLabel) => PrintJob
  findJob: (jobId: string) => PrintJob | null
  printerName: (printerId: string) => string
}): PageJobs {
  const entries = new Map<string, PageJobEntry>()
  const asks = (entry: PageJobEntry) =>
    entry.outcome === null && deps.now().getTime() - entry.askedAt.getTime() < ASKS_FOR_MS
  const waiting = () => [...entries].filter(([, entry]) => asks(entry))

  const tell = (id: string, entry: PageJobEntry): PageJob => {
    if (entry.outcome !== null && entry.outcome !== 'refused') {
      const job = deps.findJob(entry.outcome.jobId)
      return { id, state: job?.state ?? 'cancelled', message: job?.message ?? null }
    }
    return asks(entry)
      ? { id, state: 'asks', message: '请在客户端“浏览器打印”页面确认' }
      : { id, state: 'refused', message: '没有得到确认，标签没有打印' }
  }
  const settle = (entry: PageJobEntry, outcome: { jobId: string } | 'refused') => {
    entry.outcome = outcome
    entry.label = { ...entry.label, bits: '' }
  }
  const enqueue = (entry: PageJobEntry) => {
    settle(entry, { jobId: deps.enqueue(entry.origin, entry.label).id })
  }
  const refuse = (entry: PageJobEntry) => {
    settle(entry, 'refused')
  }

  return {
    submit: (origin, label, needsYes) => {
      if (needsYes && waiting().length >= MOST_REQUESTS) return null
      for (const late of entries.values()) if (late.outcome === null && !asks(late)) refuse(late)
      const id = randomUUID()
      const entry: PageJobEntry = { origin, label, askedAt: deps.now(), outcome: null }
      if (!needsYes) enqueue(entry)
      entries.set(id, entry)
      const [oldest] = entries.keys()
      if (entries.size > REMEMBERED && oldest !== undefined) entries.delete(oldest)
      return tell(id, entry)
    },
    find: (origin, id) => {
      const entry = entries.get(id)
      return entry?.origin === origin ? tell(id, entry) : null
    },
    requests: () =>
      waiting().map(([id, { origin, label, askedAt }]) => ({
        id,
        origin,
        title: label.title,
        copies: label.copies,
        printerName: deps.printerName(label.printerId),
        askedAt: askedAt.toISOString(),
      })),
    label: (id) => {
      const entry = entries.get(id)
      return entry && asks(entry) ? entry.label : null
    },
    answer: (id, accept) => {
      const entry = entries.get(id)
      if (!entry || !asks(entry)) return false
      if (accept) enqueue(entry)
      else refuse(entry)
      return true
    },
    refuseAll: (origin) => {
      for (const [, entry] of waiting()) if (entry.origin === origin) refuse(entry)
    },
    pictureBytes: () => [...entries.values()].reduce((sum, { label }) => sum + label.bits.length, 0),
  }
}
