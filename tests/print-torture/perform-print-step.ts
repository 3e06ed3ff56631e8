import { setTimeout as sleep } from 'node:timers/promises'
import type { PrintJob } from '../../domain/printing/print-job.ts'
import { BrokenPrintPromise, checkPaper, checkRegister, checkTold, printedCount } from './print-promises.ts'
import type { PrintStep } from './print-step.ts'
import type { PrintWorld, WantedLabel } from './print-world.ts'

/** A person needs longer than this to put in paper or a plug, and the program looks more often. */
const HUMAN_MS = 200
const LONGEST_PAUSE_MS = 10_000
const SETTLED_WITHIN_MS = 20_000

export async function performPrintStep(world: PrintWorld, step: PrintStep): Promise<void> {
  switch (step.do) {
    case 'print':
      for (let label = 0; label < step.labels; label++) await world.want(step.copies)
      return
    case 'wait':
      await sleep(step.ms)
      return
    case 'kill':
      await sleep(step.afterMs)
      await world.restart()
      return
    case 'mend':
      await mend(world)
      return
    case 'pause':
      await world.driver.call('pausePrinter', { printerId: world.printerId })
      return
    case 'resume':
      await world.driver.call('resumePrinter', { printerId: world.printerId })
      return
    case 'cancel':
      return cancel(world, step.which)
    case 'first':
      return moveFirst(world, step.which)
    case 'answer':
      return answerAll(world)
    case 'replug':
    case 'unplug':
      await humanPause(world)
      await world.printer.suffer(step)
      return
    default:
      await world.printer.suffer(step)
  }
}

async function mend(world: PrintWorld): Promise<void> {
  await humanPause(world)
  await world.printer.mend()
}

/** Nobody puts in paper between the end of a label and the program's next look, some hundredths of a second later. */
async function humanPause(world: PrintWorld): Promise<void> {
  const until = Date.now() + LONGEST_PAUSE_MS
  do await sleep(HUMAN_MS)
  while (Date.now() < until && (await world.jobs()).some(isUnderWay))
}

async function nth(world: PrintWorld, which: number): Promise<WantedLabel | undefined> {
  const open = (await world.jobs()).filter(({ finishedAt }) => finishedAt === null).reverse()
  const job = open[which % Math.max(1, open.length)]
  return world.labels.find(({ jobId }) => jobId === job?.id)
}

async function cancel(world: PrintWorld, which: number): Promise<void> {
  const label = await nth(world, which)
  if (!label) return
  const job = await decide(world, 'cancelJob', label)
  if (job?.state === 'cancelled' && job.message === null && label.again === 0) label.neverBegan = true
}

async function moveFirst(world: PrintWorld, which: number): Promise<void> {
  const label = await nth(world, which)
  if (label) await decide(world, 'printJobNext', label)
}

/** The person looks at what lies on the table and says so, for each job that asks or leaves a doubt. */
async function answerAll(world: PrintWorld): Promise<void> {
  await world.look()
  for (const job of await world.jobs()) {
    const label = world.labels.find(({ jobId }) => jobId === job.id)
    const asks = job.state === 'needs-attention' || isDoubtful(job)
    if (!label || !asks) continue
    await world.look()
    // Firmware of either kind: printed is what has come out of one of them, since nobody knows which it is.
    const isThere = world.paper.some((paper) => printedCount(paper, label) >= label.copies)
    if (isThere) await decide(world, 'markJobPrinted', label)
    else if (await decide(world, 'retryJob', label)) label.again += 1
  }
}

function isUnderWay({ state, finishedAt }: PrintJob): boolean {
  return state === 'sending' || (state === 'sent' && finishedAt === null)
}

function isDoubtful(job: PrintJob): boolean {
  return job.state === 'sent' && job.finishedAt !== null
}

/** null: the job had gone on meanwhile, which the screen says. */
async function decide(world: PrintWorld, method: string, label: WantedLabel): Promise<PrintJob | null> {
  try {
    // Safe: these methods answer a PrintJob.
    return (await world.driver.call(method, { jobId: label.jobId })) as PrintJob
  } catch (error) {
    if (error instanceof Error && /不能|没有/.test(error.message)) return null
    throw error
  }
}

/** Everything mended and every question answered: then nothing may be left over or missing. */
export async function finishSchedule(world: PrintWorld): Promise<void> {
  await mend(world)
  await world.driver.call('resumePrinter', { printerId: world.printerId })
  const deadline = Date.now() + SETTLED_WITHIN_MS
  for (;;) {
    const jobs = await world.jobs()
    await checkPaper(world)
    if (!jobs.some(isUnderWay)) {
      checkTold(world, jobs)
      await answerAll(world)
      const after = await world.jobs()
      if (after.every(({ state, finishedAt }) => finishedAt !== null && state !== 'needs-attention')) {
        // What an answer has sent again may have come out since the last look.
        await checkPaper(world)
        checkTold(world, after)
        await checkRegister(world, after)
        break
      }
    }
    if (Date.now() > deadline) {
      const left = jobs.filter(({ finishedAt }) => finishedAt === null)
      throw new BrokenPrintPromise(
        'P5',
        left.map(({ state, message }) => `${state}: ${message ?? ''}`).join('; '),
      )
    }
    await sleep(20)
  }
  await checkPaper(world)
  for (const { picture } of world.labels) world.past.add(picture)
  world.labels = []
}
