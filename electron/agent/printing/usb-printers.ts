import type { Device } from 'usb'
import type { LabelPrinter, PrinterTransport, PrintingLog } from './label-printer.ts'
import { findPrinterPlace, usbAddress, usbPortPath } from './usb-descriptors.ts'
import { readUsbIdentity } from './usb-identity.ts'
import { createUsbLabelPrinter, type UsbLabelPrinter } from './usb-label-printer.ts'
import type { UsbLibrary } from './usb-transfer.ts'

interface Known {
  readonly printer: UsbLabelPrinter
  readonly device: Device
  readonly complete: boolean
}

/**
 * Every printer on USB, found by interface class 7 at the start and when plugged in. The `usb` package is native and is loaded at the
 * first question only: where it cannot be, there are no USB printers and the log says why; nothing else is affected.
 */
export function createUsbPrinters(deps: {
  log: PrintingLog
  loadLibrary?: () => Promise<UsbLibrary>
}): PrinterTransport {
  const { log } = deps
  const known = new Map<string, Known>()
  let loading: Promise<UsbLibrary | null> | undefined
  let listing: Promise<LabelPrinter[]> | undefined
  let closed = false

  const library = () => {
    loading ??= (deps.loadLibrary ?? loadUsb)().catch((error: unknown) => {
      log.error(
        `USB printing is not available here: ${error instanceof Error ? error.message : String(error)}`,
      )
      return null
    })
    return loading
  }

  const list = async () => {
    const usb = await library()
    if (!usb || closed) return []
    const present = new Map<string, Device>()
    for (const device of usb.getDeviceList()) present.set(usbAddress(device), device)
    for (const [address, { printer, device }] of known) {
      if (present.get(address) === device) continue
      known.delete(address)
      await printer.close()
    }
    for (const [address, device] of present) await introduce(usb, address, device)
    return [...known.values()].map(({ printer }) => printer)
  }

  const introduce = async (usb: UsbLibrary, address: string, device: Device) => {
    const before = known.get(address)
    if (before?.complete) return
    const place = findPrinterPlace(device)
    if (!place) return
    await before?.printer.close()
    const identified = await readUsbIdentity(usb, device, place)
    if (!identified) {
      known.delete(address)
      return
    }
    const { complete, ...said } = identified
    // As little known as before: a new object would look like another printer, and everybody would ask again.
    if (before && !complete && before.printer.identity.id === said.id) return
    // Two printers with one hard-coded serial number are told apart by their sockets.
    const taken = [...known].some(
      ([other, { printer }]) => other !== address && printer.identity.id === said.id,
    )
    const identity = taken ? { ...said, id: `${said.id}@${usbPortPath(device)}` } : said
    known.set(address, {
      device,
      complete,
      printer: createUsbLabelPrinter({ library: usb, device, place, identity, log }),
    })
    if (!before) log.info(`label printer ${identity.id} found`)
  }

  return {
    list: () => {
      listing ??= list().finally(() => {
        listing = undefined
      })
      return listing
    },
    watch: (onChanged) => {
      let unsubscribe: (() => void) | undefined
      let wanted = true
      void library().then((usb) => {
        if (!usb || !wanted) return
        usb.on('attach', onChanged)
        usb.on('detach', onChanged)
        // Waiting for printers must not keep a program alive that wants to end.
        usb.unrefHotplugEvents()
        unsubscribe = () => {
          usb.off('attach', onChanged)
          usb.off('detach', onChanged)
        }
      })
      return () => {
        wanted = false
        unsubscribe?.()
      }
    },
    close: async () => {
      closed = true
      await listing
      for (const { printer } of known.values()) await printer.close()
      known.clear()
    },
  }
}

async function loadUsb(): Promise<UsbLibrary> {
  const { usb } = await import('usb')
  if (usb.INIT_ERROR) throw new Error(`libusb does not start (${usb.INIT_ERROR})`)
  return usb
}
