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

  function take(jobs: readonly PrintJob[]): void {
    byId.value = new Map([...byId.value, ...jobs.map((job) => [job.id, job] as const)])
  }

  async function refresh(): Promise<void> {
    const result = await agent.printing.listJobs()
    failure.value = result.ok ? null : result.failure
    if (result.ok) take(result.value)
  }

  async function decide(call: Promise<Result<PrintJob>>): Promise<void> {
    const result = await call
    failure.value = result.ok ? null : result.failure
    if (result.ok) take([result.value])
  }

  useAgentEvent('printing.job', (job) => {
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
    retry: (jobId) => decide(agent.printing.retryJob({ jobId })),
    cancel: (jobId) => decide(agent.printing.cancelJob({ jobId })),
    markPrinted: (jobId) => decide(agent.printing.markJobPrinted({ jobId })),
    printNext: (jobId) => decide(agent.printing.printJobNext({ jobId })),
  }
}

function asks({ state }: PrintJob): number {
  return state === 'needs-attention' ? 1 : 0
}
