import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { addressText, type NetworkAddress } from '../../../domain/printing/network-address.ts'
import type { Printer, printingAgentMethods } from '../../../domain/printing/printing-contract.ts'
import { createNetLabelPrinter, type NetLabelPrinter, type NetTimings } from './net-label-printer.ts'
import type { NetworkPrinters } from './network-printers.ts'
import type { PrintJobRepository } from './print-job-repository.ts'
import type { PrinterRepository } from './printer-repository.ts'

type Handlers = Pick<
  CapabilityHandlers<typeof printingAgentMethods>,
  'testNetworkPrinter' | 'addNetworkPrinter' | 'removeNetworkPrinter'
>

/** Adding, trying out and removing printers by their address. */
export function createNetworkPrinterSetUp(deps: {
  printers: PrinterRepository
  jobs: PrintJobRepository
  network: NetworkPrinters
  timings: NetTimings
  now: () => Date
  lookForPrinters: () => Promise<unknown>
  view: (printerId: string) => Promise<Printer>
}): Handlers {
  const { printers, jobs } = deps

  /** One that is there already is asked over its own connection: many printers take only one. */
  const withPrinter = async <T>(
    address: NetworkAddress,
    work: (printer: NetLabelPrinter) => Promise<T>,
  ): Promise<T> => {
    const id = networkPrinterId(address)
    const known = deps.network.find(id)
    if (known) return work(known)
    const identity = {
      id,
      transport: 'network',
      maker: '',
      model: '',
      serial: null,
      language: null,
      dpi: null,
    } as const
    const printer = createNetLabelPrinter({
      identity,
      address,
      timings: deps.timings,
      onIdentified: () => undefined,
    })
    try {
      return await work(printer)
    } finally {
      await printer.close()
    }
  }

  return {
    testNetworkPrinter: (address) =>
      withPrinter(address, async (printer) => {
        const spoken = await printer.identify()
        const language = spoken?.language ?? null
        const status = await printer.readStatus(language)
        return { language, model: spoken?.model ?? null, dpi: spoken?.dpi ?? null, status }
      }),
    addNetworkPrinter: async (added) => {
      const id = networkPrinterId(added)
      const before = printers.find(id)
      if (before) {
        const message = `已经添加过 ${addressText(added)}${before.name === '' ? '' : `，名称是“${before.name}”`}`
        throw new FailureError('already-taken', { fields: [{ path: 'host', message }] })
      }
      printers.addNetwork(id, added, deps.now().toISOString())
      await deps.lookForPrinters()
      return deps.view(id)
    },
    removeNetworkPrinter: async ({ printerId }) => {
      const printer = printers.find(printerId)
      if (printer?.transport !== 'network')
        throw new FailureError('not-found', { message: '没有这台网络打印机' })
      const unfinished = jobs.countUnfinished(printerId)
      if (unfinished > 0) {
        throw new FailureError('conflict', {
          message: `这台打印机还有 ${unfinished} 项打印任务没有完成，请等待打印完成或取消后再移除`,
        })
      }
      printers.remove(printerId, deps.now().toISOString())
      await deps.lookForPrinters()
    },
  }
}

function networkPrinterId(address: NetworkAddress): string {
  return `network:${addressText(address)}`
}
