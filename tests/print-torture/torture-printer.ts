import { startNetworkLabelPrinter } from '../support/network-label-printer.ts'
import { startVirtualPrinter, type VirtualPrinter } from '../support/virtual-printer/virtual-printer.ts'
import type { Cable, PrintStep } from './print-step.ts'

type Hardship = Exclude<
  PrintStep,
  { do: 'print' | 'mend' | 'kill' | 'pause' | 'resume' | 'cancel' | 'first' | 'answer' | 'wait' }
>

export interface TorturePrinter {
  readonly env: Record<string, string>
  /** Where a network printer listens. */
  readonly port: number | null
  /** Every byte it has taken so far. */
  received(): Buffer
  /** True when a label whose last byte has this position found no paper. */
  paperOut(): Promise<(position: number) => boolean>
  /** False: this kind of printer knows no such trouble. */
  suffer(step: Hardship): Promise<boolean>
  /** The program was killed: what its system closes for it. */
  clientDied(): Promise<void>
  /** In order again, plugged in and free. */
  mend(): Promise<void>
  stop(): Promise<void>
}

export function startTorturePrinter(cable: Cable): Promise<TorturePrinter> {
  return cable === 'usb' ? startOnUsb() : startOnNetwork()
}

async function startOnUsb(): Promise<TorturePrinter> {
  const printer = await startVirtualPrinter()
  const isGone = async () => (await printer.command('state'))['gone'] === true
  const plug = async (options: Record<string, unknown> = {}) => {
    if (!(await isGone())) {
      await printer.command('unplug')
      await sleepMs(60)
    }
    await printer.command('plug', options)
  }
  return {
    env: printer.env,
    port: null,
    received: () => printer.captured(),
    paperOut: async () => {
      // Safe: what vprinter.py's state() holds.
      const log = (await printer.command('state'))['paper'] as [number, boolean][]
      return (position) => log.findLast(([from]) => position > from)?.[1] ?? false
    },
    suffer: (step) => sufferOnUsb(step, printer, plug),
    clientDied: async () => {
      await printer.command('clientsDied')
    },
    mend: async () => {
      await printer.command('foreignClaim', { on: false })
      await printer.command('clear')
      if ((await isGone()) || deniedNow.delete(printer)) await plug()
    },
    stop: () => printer.stop(),
  }
}

const deniedNow = new WeakSet<VirtualPrinter>()

async function sufferOnUsb(
  step: Hardship,
  printer: VirtualPrinter,
  plug: (options?: Record<string, unknown>) => Promise<void>,
): Promise<boolean> {
  switch (step.do) {
    case 'fault':
      await printer.command('fault', { kind: step.kind, after: step.after })
      break
    case 'slow':
      await printer.command('rate', { value: step.bytesPerSecond })
      break
    case 'paper-out':
      await printer.command('paper', { out: true })
      break
    case 'paper-ends':
      await printer.command('paperAfter', { bytes: Math.max(1, step.after) })
      break
    case 'head-open':
      await printer.command('status', { value: 1 })
      break
    case 'silent':
      await printer.command('silent', { on: true })
      break
    case 'control-hang':
      await printer.command('controlHang', { on: true })
      break
    case 'unplug':
      await printer.command('unplug')
      break
    case 'replug':
      await plug({
        ...(step.hindrance === 'claimed' ? { foreign: true } : {}),
        ...(step.hindrance === 'no-permission' ? { mode: '000' } : {}),
      })
      if (step.hindrance === 'no-permission') deniedNow.add(printer)
      else deniedNow.delete(printer)
  }
  return true
}

async function startOnNetwork(): Promise<TorturePrinter> {
  const printer = await startNetworkLabelPrinter()
  const paper: [number, boolean][] = []
  const setPaper = (out: boolean) => {
    printer.answers.status = out ? 4 : 0
    paper.push([printer.received().length, out])
  }
  let off = false
  const switchOn = async () => {
    if (off) await printer.switchOn()
    off = false
  }
  const switchOff = async () => {
    if (!off) await printer.switchOff()
    off = true
  }
  return {
    env: {},
    port: printer.port,
    received: () => printer.received(),
    paperOut: () => Promise.resolve((position) => paper.findLast(([from]) => position > from)?.[1] ?? false),
    suffer: async (step) => {
      switch (step.do) {
        case 'fault':
          printer.fail({
            kind:
              step.kind === 'hang' || step.kind === 'short'
                ? 'stall'
                : step.kind === 'stall'
                  ? 'end'
                  : 'reset',
            afterBytes: step.after,
          })
          return true
        case 'paper-out':
          setPaper(true)
          return true
        case 'head-open':
          printer.answers.status = 1
          return true
        case 'silent':
          printer.answers.status = null
          return true
        case 'unplug':
          await switchOff()
          return true
        case 'replug':
          await switchOff()
          await switchOn()
          if (step.hindrance === 'claimed') printer.serveOne()
          return true
        case 'slow':
        case 'paper-ends':
        case 'control-hang':
          return false
      }
    },
    clientDied: () => Promise.resolve(),
    mend: async () => {
      printer.recover()
      setPaper(false)
      await switchOn()
    },
    stop: () => printer.switchOff(),
  }
}

function sleepMs(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
