import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import type { Failure, Result } from '../../../domain/contracts/failure.ts'
import type { PrintJob } from '../../../domain/printing/print-job.ts'
import { agent } from '../../agent/agent.ts'
import { useAgentEvent } from '../../agent/agent-events.ts'

export interface PrintJobs {
  /** Those that ask a person first, then newest first. */
  jobs: ComputedRef<PrintJob[]>
  failure: Ref<Failure | null>
  refresh: () => Promise<void>
  retry: (jobId: string) => Promise<void>
  cancel: (jobId: string) => Promise<void>
  markPrinted: (jobId: string) => Promise<void>
  printNext: (jobId: string) => Promise<void>
}

/** The print queue, each job as the agent last told of it. */
export function usePrintJobs(): PrintJobs {
  const byId = shallowRef(new Map<string, PrintJob>())
  const failure = ref<Failure | null>(null)

  /** How many events have come, and at which of them each job was last told of. */
  let events = 0
  const toldAt = new Map<string, number>()

  function take(jobs: readonly PrintJob[]): void {
    byId.value = new Map([...byId.value, ...jobs.map((job) => [job.id, job] as const)])
  }

  /**
   * Events and answers travel apart: an answer may be older than an event that overtook it, and would show a printed label as waiting, to be printed again. Every state
   * is told by an event, so that a job which was told of since the question is left as told.
   */
  async function ask<Value>(
    call: () => Promise<Result<Value>>,
    jobsOf: (value: Value) => PrintJob[],
  ): Promise<void> {
    const since = events
    const result = await call()
    failure.value = result.ok ? null : result.failure
    if (result.ok) take(jobsOf(result.value).filter(({ id }) => (toldAt.get(id) ?? 0) <= since))
  }
  const refresh = () =>
    ask(
      () => agent.printing.listJobs(),
      (jobs) => jobs,
    )
  const decide = (call: () => Promise<Result<PrintJob>>) => ask(call, (job) => [job])

  useAgentEvent('printing.job', (job) => {
    events += 1
    toldAt.set(job.id, events)
    take([job])
  })
  void refresh()
  return {
    jobs: computed(() =>
      [...byId.value.values()].sort(
        (one, other) => asks(other) - asks(one) || other.createdAt.localeCompare(one.createdAt),
      ),
    ),
    failure,
    refresh,
    retry: (jobId) => decide(() => agent.printing.retryJob({ jobId })),
    cancel: (jobId) => decide(() => agent.printing.cancelJob({ jobId })),
    markPrinted: (jobId) => decide(() => agent.printing.markJobPrinted({ jobId })),
    printNext: (jobId) => decide(() => agent.printing.printJobNext({ jobId })),
  }
}

function asks({ state }: PrintJob): number {
  return state === 'needs-attention' ? 1 : 0
}
