import type { LabelPrinter, PrinterTransport, PrintingLog } from './label-printer.ts'

export interface AttachedPrinters {
  /** The printer, if it was there at the last look. */
  readonly find: (printerId: string) => LabelPrinter | undefined
  /** Looks again at every transport. */
  readonly refresh: () => Promise<readonly LabelPrinter[]>
  close(): Promise<void>
}

/** Which printers are attached just now, over all transports. `onSeen` gets each printer at each look; `onChanged` hears of comings and goings. */
export function createAttachedPrinters(deps: {
  transports: readonly PrinterTransport[]
  log: PrintingLog
  onSeen: (printer: LabelPrinter) => void
  onChanged: () => void
}): AttachedPrinters {
  let attached = new Map<string, LabelPrinter>()

  const refresh = async () => {
    const found = await Promise.all(deps.transports.map((transport) => transport.list()))
    const before = attached
    attached = new Map(found.flat().map((printer) => [printer.identity.id, printer]))
    for (const printer of attached.values()) deps.onSeen(printer)
    const same =
      before.size === attached.size && [...attached].every(([id, printer]) => before.get(id) === printer)
    if (!same) deps.onChanged()
    return [...attached.values()]
  }

  const unwatch = deps.transports.map((transport) =>
    transport.watch(() => {
      refresh().catch((error: unknown) => {
        deps.log.error(
          `looking for printers failed: ${error instanceof Error ? error.message : String(error)}`,
        )
      })
    }),
  )

  return {
    find: (printerId) => attached.get(printerId),
    refresh,
    close: async () => {
      for (const stop of unwatch) stop()
      await Promise.all(deps.transports.map((transport) => transport.close()))
    },
  }
}
