import type { SpokenLanguage } from '../../../domain/printing/language-question.ts'
import type { PrinterTransport } from './label-printer.ts'
import { createNetLabelPrinter, type NetLabelPrinter, type NetTimings } from './net-label-printer.ts'
import type { RememberedPrinter } from './printer-repository.ts'

export interface NetworkPrinters extends PrinterTransport {
  find(printerId: string): NetLabelPrinter | undefined
}

/** The printers that were added by their address: always listed, reachable or not. */
export function createNetworkPrinters(deps: {
  remembered: () => readonly RememberedPrinter[]
  timings: NetTimings
  onIdentified: (printerId: string, spoken: SpokenLanguage) => void
}): NetworkPrinters {
  const known = new Map<string, NetLabelPrinter>()

  return {
    find: (printerId) => known.get(printerId),
    list: async () => {
      const wanted = deps.remembered()
      const gone = [...known].filter(([id]) => wanted.every((printer) => printer.id !== id))
      for (const [id] of gone) known.delete(id)
      for (const { address, ...identity } of wanted) {
        if (!address || known.has(identity.id)) continue
        const onIdentified = (spoken: SpokenLanguage) => {
          deps.onIdentified(identity.id, spoken)
        }
        known.set(
          identity.id,
          createNetLabelPrinter({ identity, address, timings: deps.timings, onIdentified }),
        )
      }
      await Promise.all(gone.map(([, printer]) => printer.close()))
      return [...known.values()]
    },
    watch: () => () => undefined,
    close: async () => {
      await Promise.all([...known.values()].map((printer) => printer.close()))
    },
  }
}
