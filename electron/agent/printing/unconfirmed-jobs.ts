import type { ChangedJob } from './job-changes.ts'
import type { JobChange, PrintJobRepository } from './print-job-repository.ts'
import { describeStatus, isFault, type Readiness } from './printer-readiness.ts'

export interface UnconfirmedJobs {
  size(): number
  add(jobId: string): void
  /** What this look at the printer says of them; those it says nothing of stay. */
  settledBy(readiness: Readiness): ChangedJob[]
  /** To be called when what settled them is on the disk. */
  drop(settled: readonly ChangedJob[]): void
}

/** What one printer was sent whole and has not yet said it is done with. A printer that does not become ready within `timeoutMs` is not asked about a job any more. */
export function createUnconfirmedJobs(
  jobs: Pick<PrintJobRepository, 'get'>,
  now: () => Date,
  timeoutMs: number,
): UnconfirmedJobs {
  const giveUpAt = new Map<string, number>()

  const outcome = (readiness: Readiness, isOverdue: boolean): JobChange | null => {
    const state = readiness.kind === 'status' ? readiness.status.state : null
    const finishedAt = now().toISOString()
    if (state === 'ready') return { state: 'confirmed', message: null, finishedAt }
    if (readiness.kind === 'trouble' && readiness.failure.failure.code === 'printer-unavailable') {
      return { state: 'needs-attention', message: `标签数据已全部送达，但打印机随后断开。${ASK_THE_PERSON}` }
    }
    if (readiness.kind === 'status' && isFault(readiness.status)) {
      const message = `标签数据已全部送达，随后${describeStatus(readiness.status)}。${ASK_THE_PERSON}`
      return { state: 'needs-attention', message }
    }
    if (state === 'unknown' || (state !== 'paused' && isOverdue)) {
      return { state: 'sent', message: NOT_REPORTED, finishedAt }
    }
    return null
  }

  return {
    size: () => giveUpAt.size,
    add: (jobId) => {
      giveUpAt.set(jobId, Date.now() + timeoutMs)
    },
    settledBy: (readiness) => {
      // A person may have retried, cancelled or confirmed a sent job in the meantime.
      for (const jobId of giveUpAt.keys()) if (jobs.get(jobId)?.state !== 'sent') giveUpAt.delete(jobId)
      return [...giveUpAt].flatMap(([jobId, at]) => {
        const to = outcome(readiness, Date.now() >= at)
        return to ? [{ jobId, to }] : []
      })
    },
    drop: (settled) => {
      for (const { jobId } of settled) giveUpAt.delete(jobId)
    },
  }
}

const NOT_REPORTED = '打印机没有回报打印结果，请查看标签是否已印出'
export const ASK_THE_PERSON = '请查看标签是否已完整印出，再选择“重打”、“已打印”或“取消”'
