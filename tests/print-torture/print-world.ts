import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PrintJob } from '../../domain/printing/print-job.ts'
import {
  DRIVEN_PRINTER_ID,
  startPrintDriver,
  type PrintDriver,
} from '../support/print-driver/start-print-driver.ts'
import { specimenJob } from '../support/print-driver/specimen-raster.ts'
import type { Cable } from './print-step.ts'
import { startTorturePrinter, type TorturePrinter } from './torture-printer.ts'
import { createTsplPaper, pictureOf, type TsplPaper } from './tspl-paper.ts'

/** Quick enough that a fault plays in half a second, slow enough for a busy machine. */
const TIMINGS = { writeTimeoutMs: 350, retryMs: 60, confirmMs: 20, confirmTimeoutMs: 1200 }

/** One label that somebody wanted. */
export interface WantedLabel {
  readonly seed: number
  readonly jobId: string
  readonly copies: number
  readonly picture: string
  /** How often a person has said that it is to be sent again although it may have been printed. */
  again: number
  /** Cancelled while it certainly had not begun. */
  neverBegan: boolean
}

/** A printer, the program and a person, kept over many schedules; labels are those of the present schedule. */
export interface PrintWorld {
  readonly cable: Cable
  readonly printer: TorturePrinter
  readonly paper: readonly TsplPaper[]
  readonly printerId: string
  driver: PrintDriver
  labels: WantedLabel[]
  /** Labels of schedules that are over, whose paper may still turn up. */
  readonly past: Set<string>
  nextSeed: number
  kills: number
  /** Reads what has come out since the last look. */
  look(): Promise<void>
  restart(): Promise<void>
  want(copies: number): Promise<void>
  /** The jobs of this schedule as the program tells of them. */
  jobs(): Promise<PrintJob[]>
  end(): Promise<void>
}

export async function createPrintWorld(cable: Cable): Promise<PrintWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'print-torture-'))
  const printer = await startTorturePrinter(cable)
  const paper = [createTsplPaper('lf'), createTsplPaper('cr')]
  const start = () => startPrintDriver(printer.env, folder, TIMINGS, { mayOpenEverything: false })
  const driver = await start()
  let printerId = DRIVEN_PRINTER_ID
  if (printer.port !== null) {
    const added = await driver.call('addNetworkPrinter', { host: '127.0.0.1', port: printer.port })
    // Safe: addNetworkPrinter answers a Printer.
    printerId = (added as { id: string }).id
  }
  const world: PrintWorld = {
    cable,
    printer,
    paper,
    printerId,
    driver,
    labels: [],
    past: new Set(),
    nextSeed: 1,
    kills: 0,
    look: async () => {
      const received = printer.received()
      const paperOut = await printer.paperOut()
      for (const each of paper) each.feed(received.subarray(each.position()), paperOut)
    },
    restart: async () => {
      await world.driver.kill()
      await printer.clientDied()
      world.kills += 1
      world.driver = await start()
    },
    want: async (copies) => {
      const seed = world.nextSeed++
      // Safe: enqueue answers a PrintJob.
      const job = (await world.driver.call('enqueue', { printerId, seed, copies })) as PrintJob
      const picture = pictureOf(specimenJob(seed, copies))
      world.labels.push({ seed, jobId: job.id, copies, picture, again: 0, neverBegan: false })
    },
    jobs: async () => {
      const own = new Set(world.labels.map(({ jobId }) => jobId))
      return (await world.driver.jobs()).filter(({ id }) => own.has(id))
    },
    end: async () => {
      await world.driver.kill()
      await printer.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return world
}
