import type { Device, Endpoint, InEndpoint, Interface, OutEndpoint } from 'usb'
import { usbFailure } from './usb-errors.ts'
import type { UsbPrinterPlace } from './usb-descriptors.ts'

export interface UsbSession {
  readonly device: Device
  readonly interfaceNumber: number
  readonly out: OutEndpoint
  /** Missing on printers that only listen (protocol 1). */
  readonly in: InEndpoint | undefined
}

export interface UsbSessions {
  /** Runs `work` with the interface claimed; calls wait for each other. Throws FailureError when the printer cannot be had. */
  use<T>(work: (session: UsbSession) => Promise<T>): Promise<T>
  /** Waits for running work, then gives the printer back. */
  close(): Promise<void>
}

/**
 * Claims a printer's interface while there is work and gives it back `lingerMs` after the last: between the labels of a batch
 * the kernel's usblp must not come and go, and other programs must not wait longer than the batch.
 */
export function createUsbSessions(device: Device, place: UsbPrinterPlace, lingerMs: number): UsbSessions {
  let claimed: { session: UsbSession; usbInterface: Interface } | null = null
  let queue: Promise<unknown> = Promise.resolve()
  let lingering: NodeJS.Timeout | undefined

  const enqueue = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work)
    queue = result.catch(() => undefined)
    return result
  }

  const giveBack = async () => {
    clearTimeout(lingering)
    if (!claimed) return
    const { usbInterface } = claimed
    claimed = null
    // After an unplug both calls answer with an error: the system has given the interface back already.
    await new Promise<void>((resolve) => {
      usbInterface.release(true, () => {
        resolve()
      })
    })
    closeQuietly(device)
  }

  return {
    use: (work) =>
      enqueue(async () => {
        clearTimeout(lingering)
        try {
          claimed ??= await claim(device, place)
        } catch (error) {
          throw usbFailure(error)
        }
        try {
          return await work(claimed.session)
        } catch (error) {
          // A connection that failed is not kept: the next piece of work opens it afresh.
          await giveBack()
          throw usbFailure(error)
        } finally {
          lingering = setTimeout(() => void enqueue(giveBack), lingerMs).unref()
        }
      }),
    close: () => enqueue(giveBack),
  }
}

/** Claims the printer's interface of an open device, taking it from usblp where that has it. Throws libusb's error. */
export function claimInterface(device: Device, place: UsbPrinterPlace): Interface {
  const usbInterface = device.interface(place.interfaceNumber)
  if (!place.keepDriverDetached) allowAutoDetach(device)
  else if (usbInterface.isKernelDriverActive()) usbInterface.detachKernelDriver()
  usbInterface.claim()
  return usbInterface
}

async function claim(device: Device, place: UsbPrinterPlace) {
  device.open()
  try {
    const usbInterface = claimInterface(device, place)
    return { session: await sessionOf(device, place, usbInterface), usbInterface }
  } catch (error) {
    closeQuietly(device)
    throw error
  }
}

/** What a claimed interface is talked to by. Throws libusb's error. */
export async function sessionOf(
  device: Device,
  place: UsbPrinterPlace,
  usbInterface: Interface,
): Promise<UsbSession> {
  if (place.alternate !== 0) await usbInterface.setAltSettingAsync(place.alternate)
  const out = usbInterface.endpoints.find(isOut)
  if (!out) throw new Error('a printer interface without an OUT endpoint')
  return { device, interfaceNumber: place.interfaceNumber, out, in: usbInterface.endpoints.find(isIn) }
}

function isOut(endpoint: Endpoint): endpoint is OutEndpoint {
  return endpoint.direction === 'out'
}

function isIn(endpoint: Endpoint): endpoint is InEndpoint {
  return endpoint.direction === 'in'
}

function allowAutoDetach(device: Device): void {
  try {
    device.setAutoDetachKernelDriver(true)
  } catch {
    // Windows and macOS have no kernel driver that could be detached; claiming tells whether the interface is free.
    return
  }
}

/** Closes a device that may be gone already. */
export function closeQuietly(device: Device): void {
  try {
    device.close()
  } catch {
    // Already closed by the system when the printer was unplugged.
    return
  }
}
