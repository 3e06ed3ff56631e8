/** What reaches the endpoint of the virtual printer, and when: the agent's own queue in a process of its own, the real libusb. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PrintJob } from '../../../domain/printing/print-job.ts'
import { startPrintDriver } from '../../support/print-driver/start-print-driver.ts'
import { specimenJob } from '../../support/print-driver/specimen-raster.ts'
import { startVirtualPrinter } from '../../support/virtual-printer/virtual-printer.ts'

/** Anything shorter is a question for the status. */
const SHORTEST_PIECE = 100
const PRODUCT_TIMINGS = { writeTimeoutMs: 10_000, retryMs: 1500, confirmMs: 150, confirmTimeoutMs: 60_000 }

export interface EndpointTiming {
  /** From handing a label to the queue to its first byte, warm. */
  readonly firstByteMs: readonly number[]
  /** Between the last byte of a label and the first of the next, once the queue runs. */
  readonly gapsMs: readonly number[]
  readonly labels: number
  readonly tookMs: number
}

type Piece = readonly [atS: number, bytes: number]

export async function timeEndpoint(labels: number, clicks: number): Promise<EndpointTiming> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-labels-'))
  const printer = await startVirtualPrinter(['--timings'])
  const driver = await startPrintDriver(printer.env, folder, PRODUCT_TIMINGS)
  // Safe: what vprinter.py's command "timings" answers.
  const pieces = async () =>
    ((await printer.command('timings'))['pieces'] as Piece[]).filter(([, bytes]) => bytes >= SHORTEST_PIECE)
  try {
    const firstByteMs: number[] = []
    for (let seed = 1; seed <= clicks; seed++) {
      await pieces()
      const clickedS = monotonicS()
      const job = await driver.enqueue(seed)
      await driver.reached(job.id, 'confirmed')
      const [first] = await pieces()
      firstByteMs.push(((first?.[0] ?? NaN) - clickedS) * 1000)
    }
    const beganAt = performance.now()
    const jobs: PrintJob[] = []
    for (let seed = 1; seed <= labels; seed++) jobs.push(await driver.enqueue(seed))
    // Waited for by what the agent announces: a list of a thousand jobs asked for again and again would be a gap of its own.
    for (const { id } of jobs) await driver.reached(id, 'confirmed')
    const tookMs = performance.now() - beganAt
    return { firstByteMs: firstByteMs.slice(1), gapsMs: gapsOf(await pieces()), labels, tookMs }
  } finally {
    await driver.kill()
    await printer.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function gapsOf(pieces: readonly Piece[]): number[] {
  const whole = specimenJob(1).length
  const gaps: number[] = []
  let bytes = 0
  let before = NaN
  for (const [at, length] of pieces) {
    if (bytes === 0 && !Number.isNaN(before)) gaps.push((at - before) * 1000)
    bytes = (bytes + length) % whole
    before = at
  }
  return gaps
}

/** CLOCK_MONOTONIC, which Python's time.monotonic() reads, too. */
function monotonicS(): number {
  return Number(process.hrtime.bigint()) / 1e9
}
