import type { PrintJob } from '../../domain/printing/print-job.ts'
import type { RegisteredPrint } from '../support/print-driver/paper-register.ts'
import type { PrintWorld, WantedLabel } from './print-world.ts'
import type { TsplPaper } from './tspl-paper.ts'

export const PRINT_PROMISES = {
  P1: 'no label is printed twice without a person’s yes',
  P2: 'nothing comes out of the printer that nobody wanted: no mixture of two labels, none of a job cancelled before it began',
  P3: 'none is lost without a message: what is called confirmed, or sent without a word, was printed',
  P4: 'the register of labels holds what the printer received, each print once',
  P5: 'with the printer mended the queue empties or asks',
} as const
export type PrintPromise = keyof typeof PRINT_PROMISES

export class BrokenPrintPromise extends Error {
  readonly promise: PrintPromise

  constructor(promise: PrintPromise, what: string) {
    super(`${promise} ${PRINT_PROMISES[promise]}: ${what}`)
    this.name = 'BrokenPrintPromise'
    this.promise = promise
  }
}

/** How often a label has come out whole. */
export function printedCount(paper: TsplPaper, { picture }: WantedLabel): number {
  return paper.labels
    .filter((label) => label.good && label.picture === picture)
    .reduce((sum, { copies }) => sum + copies, 0)
}

/** What must hold at every moment. */
export async function checkPaper(world: PrintWorld): Promise<void> {
  await world.look()
  const wanted = new Map(world.labels.map((label) => [label.picture, label]))
  for (const paper of world.paper) {
    for (const { picture } of paper.labels) {
      if (!wanted.has(picture) && !world.past.has(picture))
        throw new BrokenPrintPromise('P2', `a picture of nobody’s, ${picture.slice(0, 8)}`)
    }
    for (const label of world.labels) {
      const count = printedCount(paper, label)
      if (count > label.copies * (1 + label.again))
        throw new BrokenPrintPromise('P1', `label ${label.seed} came out ${count} times`)
      if (label.neverBegan && count > 0)
        throw new BrokenPrintPromise('P2', `label ${label.seed} was cancelled while it waited`)
    }
  }
}

/** What must hold when nothing is under way: each job as told against what lies on the table. */
export function checkTold(world: PrintWorld, jobs: readonly PrintJob[]): void {
  for (const label of world.labels) {
    const job = jobs.find(({ id }) => id === label.jobId)
    if (!job) throw new BrokenPrintPromise('P3', `label ${label.seed} is in no queue any more`)
    const isClaimed = job.state === 'confirmed' || (job.state === 'sent' && job.message === null)
    const isMissing = world.paper.every((paper) => printedCount(paper, label) < label.copies)
    if (isClaimed && isMissing) throw new BrokenPrintPromise('P3', `label ${label.seed} is ${job.state}`)
    if (job.state === 'needs-attention' && job.message === null)
      throw new BrokenPrintPromise('P3', `label ${label.seed} asks without a word`)
  }
}

export async function checkRegister(world: PrintWorld, jobs: readonly PrintJob[]): Promise<void> {
  // Safe: print-driver.ts answers the register's rows.
  const register = (await world.driver.call('register')) as RegisteredPrint[]
  for (const label of world.labels) {
    const entries = register.filter(({ labelId }) => labelId === `label-${label.seed}`)
    const state = jobs.find(({ id }) => id === label.jobId)?.state
    const isDone = state === 'confirmed' || state === 'sent'
    if (entries.length > 1) throw new BrokenPrintPromise('P4', `label ${label.seed} is there twice`)
    if (isDone && entries.length === 0) throw new BrokenPrintPromise('P4', `label ${label.seed} is missing`)
    const arrived = world.paper.some((paper) => paper.labels.some(({ picture }) => picture === label.picture))
    if (entries.length > 0 && !arrived)
      throw new BrokenPrintPromise('P4', `label ${label.seed} never reached the printer`)
  }
}
