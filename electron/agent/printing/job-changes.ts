import type { PrintJob } from '../../../domain/printing/print-job.ts'
import type { PrintingLog } from './label-printer.ts'
import type { JobChange, PrintJobRepository } from './print-job-repository.ts'

export interface ChangedJob {
  readonly jobId: string
  readonly to: JobChange
}

export interface JobChangesDeps {
  readonly jobs: PrintJobRepository
  /** Writes a job that has ended into the register of labels; called in the transaction that ends it. */
  readonly registerPrint: (job: PrintJob) => void
  readonly onJobChanged: (job: PrintJob) => void
  readonly log: PrintingLog
}

export interface JobChanges {
  /**
   * All of them, with the register of labels and whatever `also` writes, are on the disk together when this returns, and only then told of: each commit
   * is a sync of the disk for which the next label waits.
   */
  apply<T>(changes: readonly ChangedJob[], also: () => T): T
  tell(jobId: string): void
}

export function createJobChanges({ jobs, registerPrint, onJobChanged, log }: JobChangesDeps): JobChanges {
  const change = ({ jobId, to }: ChangedJob) => {
    jobs.change(jobId, to)
    const job = jobs.get(jobId)
    if (!job) return
    try {
      registerPrint(job)
    } catch (error) {
      // The queue goes on: the next start of the program registers what is missing.
      log.error(`registering job ${jobId}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const tell = (jobId: string) => {
    const job = jobs.get(jobId)
    if (job) onJobChanged(job)
  }
  return {
    apply: (changes, also) => {
      const result = jobs.together(() => {
        changes.forEach(change)
        return also()
      })
      for (const { jobId } of changes) tell(jobId)
      return result
    },
    tell,
  }
}
