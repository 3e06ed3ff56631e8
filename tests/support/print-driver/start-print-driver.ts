import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { PrintJob, PrintJobState } from '../../../domain/printing/print-job.ts'
import type { Printer } from '../../../domain/printing/printing-contract.ts'
import type { PrintTimings } from '../../../electron/agent/printing/print-lane.ts'

export const DRIVEN_PRINTER_ID = 'usb:1203:0272:VP000001'

/** Quick enough that a whole fault plays in a second. */
const TIMINGS: PrintTimings = { writeTimeoutMs: 400, retryMs: 150, confirmMs: 30, confirmTimeoutMs: 5000 }

export interface PrintDriver {
  call(method: string, input?: Record<string, unknown>): Promise<unknown>
  enqueue(seed: number, copies?: number): Promise<PrintJob>
  printers(): Promise<Printer[]>
  jobs(): Promise<PrintJob[]>
  /** Resolves when the job is, or some time was, in this state with a message that contains `words`. */
  reached(jobId: string, state: PrintJobState, words?: string): Promise<PrintJob>
  /** What it has logged. */
  readonly logs: readonly string[]
  /** kill −9. */
  kill(): Promise<void>
  /** Ends it as the agent ends. */
  stop(): Promise<number | null>
}

interface Waiter {
  matches: (job: PrintJob) => boolean
  resolve: (job: PrintJob) => void
}

/** Runs print-driver.ts on the database in `folder` with the virtual printer's environment. */
export async function startPrintDriver(
  env: Record<string, string>,
  folder: string,
  timings: Partial<PrintTimings> = {},
  options: { mayOpenEverything?: boolean } = {},
): Promise<PrintDriver> {
  const program = [
    process.execPath,
    join(import.meta.dirname, 'print-driver.ts'),
    folder,
    JSON.stringify({ ...TIMINGS, ...timings }),
  ]
  // Tests run as root, to whom no file is forbidden until these two capabilities are gone.
  const prefix =
    options.mayOpenEverything === false ? ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'] : []
  const [command = '', ...args] = [...prefix, ...program]
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const answers = new Map<number, PromiseWithResolvers<unknown>>()
  const seen: PrintJob[] = []
  const logs: string[] = []
  let waiters: Waiter[] = []
  let lastId = 0
  const started = Promise.withResolvers<unknown>()
  void ended.then((code) => {
    const error = new Error(`the print driver ended with ${String(code)}`)
    started.reject(error)
    for (const answer of answers.values()) answer.reject(error)
  })

  const take = (line: {
    id?: number
    value?: unknown
    error?: string
    job?: PrintJob
    log?: string
    started?: boolean
  }) => {
    if (line.started) started.resolve(undefined)
    if (line.log !== undefined) logs.push(line.log)
    if (line.job) {
      const { job } = line
      seen.push(job)
      waiters = waiters.filter((waiter) => {
        if (!waiter.matches(job)) return true
        waiter.resolve(job)
        return false
      })
    }
    if (line.id === undefined) return
    const answer = answers.get(line.id)
    answers.delete(line.id)
    if (line.error === undefined) answer?.resolve(line.value)
    else answer?.reject(new Error(line.error))
  }
  createInterface({ input: child.stdout }).on('line', (text) => {
    // Safe: print-driver.ts prints these lines and nothing else.
    take(JSON.parse(text) as Parameters<typeof take>[0])
  })

  const call = (method: string, input: Record<string, unknown> = {}) => {
    if (child.exitCode !== null || child.signalCode !== null)
      return Promise.reject(new Error('the print driver has ended'))
    const id = ++lastId
    const answer = Promise.withResolvers<unknown>()
    answers.set(id, answer)
    child.stdin.write(JSON.stringify({ id, method, input }) + '\n')
    return answer.promise
  }
  await started.promise
  return {
    call,
    logs,
    // Safe: these methods answer what the printing contract says.
    enqueue: async (seed, copies = 1) =>
      (await call('enqueue', { printerId: DRIVEN_PRINTER_ID, seed, copies })) as PrintJob,
    printers: async () => (await call('listPrinters')) as Printer[],
    jobs: async () => (await call('listJobs')) as PrintJob[],
    reached: (jobId, state, words = '') => {
      const matches = (job: PrintJob) =>
        job.id === jobId && job.state === state && (job.message ?? '').includes(words)
      const already = seen.find(matches)
      if (already) return Promise.resolve(already)
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          const last = seen.findLast((job) => job.id === jobId)
          reject(
            new Error(
              `job did not become ${state} ${words}; it is ${last?.state ?? '?'}: ${last?.message ?? ''}`,
            ),
          )
        }, 8000)
        waiters.push({
          matches,
          resolve: (job) => {
            clearTimeout(timer)
            resolve(job)
          },
        })
      })
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      child.stdin.end()
      return ended
    },
  }
}
