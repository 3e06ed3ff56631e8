import { setTimeout as sleep } from 'node:timers/promises'
import type { Device, Interface } from 'usb'
import { parseDeviceId } from '../../../domain/printing/device-id.ts'
import type { SpokenLanguage } from '../../../domain/printing/language-question.ts'
import { detectDpi, detectLanguage, mayBeAsked } from '../../../domain/printing/printer-language.ts'
import { askLanguage } from './ask-language.ts'
import { askUsb } from './usb-question.ts'
import { claimInterface, closeQuietly, sessionOf } from './usb-session.ts'
import { TRANSFER_CANCELLED, usbErrorNumber, usbFailureCode } from './usb-errors.ts'
import { usbPortPath, type UsbPrinterPlace } from './usb-descriptors.ts'
import { controlTransfer, type UsbLibrary } from './usb-transfer.ts'
import type { PrinterIdentity } from './label-printer.ts'

const LIMITS = { timeoutMs: 500 }
const OPEN_ATTEMPTS = 5
const OPEN_PAUSE_MS = 100
const ENGLISH_UNITED_STATES = 0x0409
const GET_DESCRIPTOR = { requestType: 0x80, request: 6 }
const STRING_DESCRIPTOR = 3

export interface UsbIdentity extends PrinterIdentity {
  readonly transport: 'usb'
  /** False when the printer could not be opened or claimed: ask again later. */
  readonly complete: boolean
}

/**
 * Opens the printer for a moment and asks who it is. Never throws: what it refuses to say is left out. Null when it lets a question hang: without its serial
 * number it would pass for another printer, and its jobs would wait for ever.
 */
export async function readUsbIdentity(
  library: UsbLibrary,
  device: Device,
  place: UsbPrinterPlace,
): Promise<UsbIdentity | null> {
  const { idVendor, idProduct, iManufacturer, iProduct, iSerialNumber } = device.deviceDescriptor
  const ids = `${hex4(idVendor)}:${hex4(idProduct)}`
  let strings = { maker: '', model: '', serial: '' }
  let deviceId: string | null = null
  let spoken: SpokenLanguage | null = null
  try {
    await openWhenPermitted(device)
    try {
      strings = {
        maker: await readString(library, device, iManufacturer),
        model: await readString(library, device, iProduct),
        serial: await readString(library, device, iSerialNumber),
      }
      ;({ deviceId, spoken } = await askWithInterface(library, device, place))
    } finally {
      closeQuietly(device)
    }
  } catch (error) {
    if (error instanceof SilentPrinterError) return null
    // No permission, or gone again: the caller sees it at the first job, and `complete` says to ask again.
    deviceId = null
  }
  const said = deviceId === null ? null : parseDeviceId(deviceId)
  const serial = printableSerial(strings.serial)
  return {
    id: `usb:${ids}:${serial ?? usbPortPath(device)}`,
    transport: 'usb',
    maker: said?.manufacturer || strings.maker,
    model: said?.model || strings.model || spoken?.model || `USB 打印机 ${ids}`,
    serial,
    language: spoken?.language ?? (said && detectLanguage(said)),
    dpi: spoken?.dpi ?? (said && detectDpi(said)),
    complete: deviceId !== null,
  }
}

/** A printer just plugged in is there some moments before the system (udev) has given the user access to it. */
async function openWhenPermitted(device: Device): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      device.open()
      return
    } catch (error) {
      if (usbFailureCode(error) !== 'printer-no-permission' || attempt === OPEN_ATTEMPTS) throw error
      await sleep(OPEN_PAUSE_MS)
    }
  }
}

async function readString(library: UsbLibrary, device: Device, index: number): Promise<string> {
  if (index === 0) return ''
  try {
    const answer = await controlTransfer(
      library,
      device,
      {
        ...GET_DESCRIPTOR,
        value: (STRING_DESCRIPTOR << 8) | index,
        index: ENGLISH_UNITED_STATES,
        length: 255,
      },
      LIMITS,
    )
    return answer.subarray(2, answer[0]).toString('utf16le').replaceAll('\0', '').trim()
  } catch (error) {
    // A printer without this string stalls the request, which is an answer.
    if (usbErrorNumber(error) === TRANSFER_CANCELLED) throw new SilentPrinterError()
    return ''
  }
}

class SilentPrinterError extends Error {}

interface Asked {
  /** Null when it was not told: ask again later. */
  readonly deviceId: string | null
  /** What the printer itself answered; it is asked only when its id tells no language. */
  readonly spoken: SpokenLanguage | null
}

/** GET_DEVICE_ID needs the interface (Linux refuses it otherwise), so this finds out nothing while another program has the printer. */
async function askWithInterface(library: UsbLibrary, device: Device, place: UsbPrinterPlace): Promise<Asked> {
  let usbInterface: Interface
  try {
    usbInterface = claimInterface(device, place)
  } catch {
    // Busy: the printer is listed all the same, its language is asked later.
    return { deviceId: null, spoken: null }
  }
  try {
    const deviceId = await readDeviceId(library, device, place)
    if (deviceId === null) return { deviceId, spoken: null }
    const said = parseDeviceId(deviceId)
    if (detectLanguage(said) !== null || !mayBeAsked(said)) return { deviceId, spoken: null }
    return { deviceId, spoken: await askOverUsb(device, place, usbInterface) }
  } finally {
    await usbInterface.releaseAsync().catch(() => undefined)
  }
}

async function readDeviceId(
  library: UsbLibrary,
  device: Device,
  place: UsbPrinterPlace,
): Promise<string | null> {
  try {
    const request = { requestType: 0xa1, request: 0, value: 0, length: 1024 }
    const index = (place.interfaceNumber << 8) | place.alternate
    const answer = await controlTransfer(library, device, { ...request, index }, LIMITS)
    // The two length bytes are big-endian by the class specification and little-endian in some firmware: the transfer's own length is right in both.
    return answer.subarray(2).toString('latin1')
  } catch (error) {
    // Printers without an IEEE 1284 id stall the request: an empty id is an answer, asking again would not help.
    return usbErrorNumber(error) === TRANSFER_CANCELLED ? null : ''
  }
}

async function askOverUsb(
  device: Device,
  place: UsbPrinterPlace,
  usbInterface: Interface,
): Promise<SpokenLanguage | null> {
  try {
    const session = await sessionOf(device, place, usbInterface)
    return await askLanguage((question, isWhole, timeoutMs) => askUsb(session, question, isWhole, timeoutMs))
  } catch {
    // Gone while it was asked, or without endpoints: the user can still choose the language.
    return null
  }
}

/** Some printers give garbage for a serial number: those bytes are spelled out, so that the id stays plain text. */
function printableSerial(raw: string): string | null {
  if (raw === '') return null
  return /^[\x21-\x7e]{1,64}$/.test(raw) ? raw : Buffer.from(raw, 'utf16le').toString('hex').slice(0, 64)
}

function hex4(value: number): string {
  return value.toString(16).padStart(4, '0')
}
