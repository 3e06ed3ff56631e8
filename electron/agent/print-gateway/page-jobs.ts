import { createHash, randomUUID } from 'node:crypto'
import type { PageJob, PageLabel } from '../../../domain/print-gateway/gateway-messages.ts'
import type { GatewayRequest } from '../../../domain/print-gateway/print-gateway-contract.ts'
import type { PrintJob } from '../../../domain/printing/print-job.ts'

/** Nobody has to come back to a page from yesterday. */
const ASKS_FOR_MS = 10 * 60_000
const MOST_REQUESTS = 50
const REMEMBERED = 1000

interface PageJobEntry {
  readonly id: string
  readonly origin: string
  /** Without its picture once it is in the queue or refused: a page may send thousands. */
  label: PageLabel
  readonly askedAt: Date
  outcome: { jobId: string } | 'refused' | null
}

export interface PageJobs {
  /** Puts the label into the queue, or before a person; one that came before under its id is only told of. Null: too many wait already. */
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

/**
 * The labels that web pages have asked for, from question to paper. Questions last as long as the program runs; what went into the queue is found there by the page's
 * name for it, also after a restart, and what was refused stays so.
 */
export function createPageJobs(deps: {
  now: () => Date
  enqueue: (jobId: string, origin: string, label: PageLabel) => PrintJob
  findJob: (jobId: string) => PrintJob | null
  /** What a person said no to, also before the program was started anew. */
  refused: { has(requestId: string): boolean; note(requestId: string): void }
  printerName: (printerId: string) => string
}): PageJobs {
  /** By origin and id: one page's name for a label means nothing to another. */
  const entries = new Map<string, PageJobEntry>()
  const asks = (entry: PageJobEntry) =>
    entry.outcome === null && deps.now().getTime() - entry.askedAt.getTime() < ASKS_FOR_MS
  const waiting = () => [...entries].filter(([, entry]) => asks(entry))

  const tell = (entry: PageJobEntry): PageJob => {
    const { id } = entry
    if (entry.outcome !== null && entry.outcome !== 'refused') {
      const job = deps.findJob(entry.outcome.jobId)
      return { id, state: job?.state ?? 'cancelled', message: job?.message ?? null }
    }
    return asks(entry) ? { id, state: 'asks', message: '请在客户端“浏览器打印”页面确认' } : toldNo(id)
  }
  const settle = (entry: PageJobEntry, outcome: { jobId: string } | 'refused') => {
    entry.outcome = outcome
    entry.label = { ...entry.label, bits: '' }
  }
  const enqueue = (entry: PageJobEntry) => {
    const { id, origin, label } = entry
    settle(entry, { jobId: deps.enqueue(jobIdOf(origin, id), origin, label).id })
  }
  const refuse = (requestId: string, entry: PageJobEntry) => {
    deps.refused.note(requestId)
    settle(entry, 'refused')
  }
  const find = (origin: string, id: string): PageJob | null => {
    const entry = entries.get(keyOf(origin, id))
    if (entry) return tell(entry)
    if (deps.refused.has(keyOf(origin, id))) return toldNo(id)
    const job = deps.findJob(jobIdOf(origin, id))
    return job && { id, state: job.state, message: job.message }
  }

  return {
    submit: (origin, label, needsYes) => {
      const id = label.id ?? randomUUID()
      const known = find(origin, id)
      if (known) return known
      if (needsYes && waiting().length >= MOST_REQUESTS) return null
      for (const late of entries.values()) if (late.outcome === null && !asks(late)) settle(late, 'refused')
      const entry: PageJobEntry = { id, origin, label, askedAt: deps.now(), outcome: null }
      if (!needsYes) enqueue(entry)
      entries.set(keyOf(origin, id), entry)
      const [oldest] = entries.keys()
      if (entries.size > REMEMBERED && oldest !== undefined) entries.delete(oldest)
      return tell(entry)
    },
    find,
    requests: () =>
      waiting().map(([requestId, { origin, label, askedAt }]) => ({
        id: requestId,
        origin,
        title: label.title,
        copies: label.copies,
        printerName: deps.printerName(label.printerId),
        askedAt: askedAt.toISOString(),
      })),
    label: (requestId) => {
      const entry = entries.get(requestId)
      return entry && asks(entry) ? entry.label : null
    },
    answer: (requestId, accept) => {
      const entry = entries.get(requestId)
      if (!entry || !asks(entry)) return false
      if (accept) enqueue(entry)
      else refuse(requestId, entry)
      return true
    },
    refuseAll: (origin) => {
      for (const [requestId, entry] of waiting()) if (entry.origin === origin) refuse(requestId, entry)
    },
    pictureBytes: () => [...entries.values()].reduce((sum, { label }) => sum + label.bits.length, 0),
  }
}

const toldNo = (id: string): PageJob => ({ id, state: 'refused', message: '没有得到确认，标签没有打印' })
/** A request's name among all pages. */
const keyOf = (origin: string, id: string) => createHash('sha256').update(`${origin}\n${id}`).digest('hex')
/** Of the job in the queue; made of the page's own name, so that a label that is sent again finds it. */
const jobIdOf = (origin: string, id: string) => `page-${keyOf(origin, id).slice(0, 32)}`
