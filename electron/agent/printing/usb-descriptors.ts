import type { Device } from 'usb'

const CLASS_PRINTER = 7
const SUBCLASS_PRINTER = 1
const PROTOCOL_UNIDIRECTIONAL = 1
const PROTOCOL_BIDIRECTIONAL = 2

/** Where on a USB device its printer is. */
export interface UsbPrinterPlace {
  readonly interfaceNumber: number
  readonly alternate: number
  /** These lose jobs when usblp is attached again behind us (CUPS quirk `no-reattach`: Zebra, one GoDEX, Poskey). */
  readonly keepDriverDetached: boolean
}

/** Finds the printer interface from the descriptors alone, without opening the device; bidirectional is preferred. */
export function findPrinterPlace(device: Device): UsbPrinterPlace | null {
  const candidates = (device.configDescriptor?.interfaces ?? []).flatMap((alternates) =>
    alternates.filter(
      (alternate) =>
        alternate.bInterfaceClass === CLASS_PRINTER &&
        alternate.bInterfaceSubClass === SUBCLASS_PRINTER &&
        (alternate.bInterfaceProtocol === PROTOCOL_UNIDIRECTIONAL ||
          alternate.bInterfaceProtocol === PROTOCOL_BIDIRECTIONAL),
    ),
  )
  const best =
    candidates.find((candidate) => candidate.bInterfaceProtocol === PROTOCOL_BIDIRECTIONAL) ?? candidates[0]
  if (!best) return null
  const { idVendor, idProduct } = device.deviceDescriptor
  return {
    interfaceNumber: best.bInterfaceNumber,
    alternate: best.bAlternateSetting,
    keepDriverDetached:
      idVendor === 0x0a5f || idVendor === 0x2d84 || (idVendor === 0x195f && idProduct === 0x0001),
  }
}

/** Bus and ports down to the device, `1-2.3`: the same as long as the cable stays in the same socket. */
export function usbPortPath(device: Device): string {
  // Safe: typed as always there, but undefined where the platform does not tell.
  const ports = (device.portNumbers as number[] | undefined) ?? []
  return ports.length > 0
    ? `${device.busNumber}-${ports.join('.')}`
    : `${device.busNumber}-a${device.deviceAddress}`
}

/** Tells one plugging-in from the next: addresses are given out anew each time. */
export function usbAddress(device: Device): string {
  return `${device.busNumber}:${device.deviceAddress}`
}
