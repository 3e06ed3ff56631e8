import { parseDeviceId } from '../../../../domain/printing/device-id.ts'
import { detectDpi, detectLanguage } from '../../../../domain/printing/printer-language.ts'
import type { LabelPrinter, PrinterTransport, PrintingLog } from '../label-printer.ts'
import { createUsbPrintPrinter } from './usb-print-printer.ts'
import { createSpoolerPrinter } from './spooler-printer.ts'
import type { WindowsLibrary } from './windows-library.ts'

const LOOK_EVERY_MS = 3000
/** Queues that print to files, faxes or programs are nobody's label printer. */
const USB_PORT = /^(USB|DOT4_)\d+/i

/**
 * Printers of a Windows computer without any driver of ours: usbprint.sys serves each USB printer under a device path; where that cannot be opened because a
 * vendor's driver holds it, the installed queue on a USB port is printed to as RAW. Windows announces nothing to us, so it is looked at by the clock.
 */
export function createWindowsPrinters(deps: {
  library: () => WindowsLibrary
  log: PrintingLog
}): PrinterTransport {
  let library: WindowsLibrary | null = null
  let isBroken = false
  const known = new Map<string, LabelPrinter>()
  let before = ''

  const windows = (): WindowsLibrary | null => {
    if (isBroken) return null
    try {
      library ??= deps.library()
      return library
    } catch (error) {
      isBroken = true
      deps.log.error(`printing without a driver is not available here: ${String(error)}`)
      return null
    }
  }
  const list = (): LabelPrinter[] => {
    const calls = windows()
    if (!calls) return []
    const paths = new Set(calls.listUsbPrintPaths().map((path) => path.toLowerCase()))
    const found = [...paths]
      .map((path) => known.get(path) ?? introduce(calls, path))
      .filter((each) => each !== null)
    const isServed = found.length === paths.size
    const queues = isServed ? [] : calls.listQueues().filter(({ port }) => USB_PORT.test(port))
    const spooled = queues.map((queue) => {
      const key = `queue:${queue.name}`
      const printer = known.get(key) ?? createSpoolerPrinter(calls, queue)
      known.set(key, printer)
      return printer
    })
    for (const key of known.keys())
      if (!paths.has(key) && !queues.some(({ name }) => key === `queue:${name}`)) known.delete(key)
    return [...found, ...spooled]
  }
  /** Null where it cannot be opened: a vendor's driver has it. */
  const introduce = (calls: WindowsLibrary, path: string): LabelPrinter | null => {
    try {
      const handle = calls.openDevice(path)
      const text = calls.deviceId(handle) ?? ''
      calls.closeDevice(handle)
      const said = parseDeviceId(text)
      const [, vid = '0000', pid = '0000', instance = ''] =
        /usb#vid_([0-9a-f]{4})&pid_([0-9a-f]{4})(?:&mi_\d+)?#([^#]+)#/.exec(path) ?? []
      // Windows makes up an instance with & for devices without a serial number: it then names the socket.
      const serial = instance.includes('&') || instance === '' ? null : instance.toUpperCase()
      const printer = createUsbPrintPrinter(calls, path, {
        id: `usb:${vid}:${pid}:${serial ?? instance}`,
        transport: 'usb',
        maker: said.manufacturer,
        model: said.model || `USB 打印机 ${vid}:${pid}`,
        serial,
        language: detectLanguage(said),
        dpi: detectDpi(said),
      })
      known.set(path, printer)
      return printer
    } catch (error) {
      deps.log.warn(`a USB printer cannot be opened: ${String(error)}`)
      return null
    }
  }

  return {
    list: () => Promise.resolve(list()),
    watch: (onChanged) => {
      const timer = setInterval(() => {
        const now = windows()?.listUsbPrintPaths().join('\n') ?? ''
        if (now !== before) onChanged()
        before = now
      }, LOOK_EVERY_MS).unref()
      return () => {
        clearInterval(timer)
      }
    },
    close: () => {
      known.clear()
      return Promise.resolve()
    },
  }
}
