import { describe, expect, it } from 'vitest'
import { PrinterWriteError } from '../../../../../electron/agent/printing/label-printer.ts'
import type { Koffi } from '../../../../../electron/agent/printing/windows/load-windows-library.ts'
import { loadWindowsLibrary } from '../../../../../electron/agent/printing/windows/load-windows-library.ts'
import {
  WindowsError,
  type WindowsLibrary,
  type WindowsQueue,
} from '../../../../../electron/agent/printing/windows/windows-library.ts'
import { createWindowsPrinters } from '../../../../../electron/agent/printing/windows/windows-printers.ts'
import { specimenJob, specimenRaster } from '../../../../support/print-driver/specimen-raster.ts'

const GUID = '{28d78fad-5a12-11d1-ae5b-0000f803a8c2}'
const TSC = `\\\\?\\USB#VID_1203&PID_0272#A1B2C3#${GUID}`
const UNNAMED = `\\\\?\\USB#VID_2D84&PID_0001#6&1f2e3d4&0&2#${GUID}`
const QUEUE: WindowsQueue = {
  name: 'ZDesigner ZD421-203dpi ZPL',
  driver: 'ZDesigner ZD421-203dpi ZPL',
  port: 'USB001',
  status: 0,
  attributes: 0,
}

/** Windows as far as printing sees it. */
function fakeWindows(changed: Partial<WindowsLibrary> = {}) {
  const written: Uint8Array[] = []
  const library: WindowsLibrary = {
    listUsbPrintPaths: () => [TSC],
    openDevice: () => 7n,
    closeDevice: () => undefined,
    write: (_handle, bytes) => {
      written.push(bytes)
      return Promise.resolve({ writtenBytes: bytes.length, error: 0 })
    },
    read: () => Promise.resolve(Uint8Array.of(0)),
    deviceId: () => 'MFG:TSC;CMD:TSPL;MDL:TE210;CLS:PRINTER;',
    listQueues: () => [],
    printRaw: (_queue, _title, bytes) => void written.push(bytes),
    ...changed,
  }
  const logs: string[] = []
  const log = {
    info: () => undefined,
    warn: (text: string) => logs.push(text),
    error: (text: string) => logs.push(text),
  }
  const printers = createWindowsPrinters({ library: () => library, log })
  return { written, logs, printers, first: async () => (await printers.list())[0]! }
}
const label = {
  jobId: 'job-1',
  language: 'tspl',
  bytes: new Uint8Array(specimenJob(1)),
  raster: specimenRaster(1),
  dpi: 203,
} as const
const options = { timeoutMs: 1000 }

describe('printers on Windows, through usbprint.sys', () => {
  it('are known by ids and serial number, or by the socket where Windows made the number up', async () => {
    const { printers } = fakeWindows({ listUsbPrintPaths: () => [TSC, UNNAMED] })
    expect((await printers.list()).map(({ identity }) => identity)).toMatchObject([
      { id: 'usb:1203:0272:A1B2C3', serial: 'A1B2C3', maker: 'TSC', model: 'TE210', language: 'tspl' },
      { id: 'usb:2d84:0001:6&1f2e3d4&0&2', serial: null },
    ])
    expect((await printers.list())[0]).toBe((await printers.list())[0])
  })

  it('get the whole job in pieces, in order', async () => {
    const { first, written } = fakeWindows()
    await (await first()).send(label, options)
    expect(Buffer.concat(written).equals(specimenJob(1))).toBe(true)
    expect(written.length).toBeGreaterThan(1)
  })

  it.each([
    ['a time-out', { writtenBytes: 100, error: 995 }, 'printer-not-accepting'],
    ['an unplugging', { writtenBytes: 0, error: 1167 }, 'printer-unavailable'],
    ['a short write', { writtenBytes: 5, error: 0 }, 'printer-not-accepting'],
  ])('leave it to the person whether a job cut off by %s was printed', async (_words, end, code) => {
    const { first } = fakeWindows({ write: () => Promise.resolve(end) })
    const cut = await (await first()).send(label, options).catch((error: unknown) => error)
    expect(cut).toBeInstanceOf(PrinterWriteError)
    expect(cut).toMatchObject({ mayHaveReached: true, writtenBytes: end.writtenBytes, failure: { code } })
  })

  it('lose nothing when they cannot be opened for a job', async () => {
    let opened = 0
    const { first } = fakeWindows({
      openDevice: () => {
        if (opened++ === 0) return 7n
        throw new WindowsError('CreateFileW', 32)
      },
    })
    const printer = await first()
    await expect(printer.send(label, options)).rejects.toMatchObject({
      mayHaveReached: false,
      failure: { code: 'printer-busy' },
    })
    await expect(printer.readStatus('tspl')).rejects.toMatchObject({ failure: { code: 'printer-busy' } })
  })

  it('are not called ready on the strength of silence', async () => {
    const { first } = fakeWindows({ read: () => Promise.resolve(null) })
    expect(await (await first()).readStatus('tspl')).toMatchObject({ state: 'unknown' })
    const paperOut = fakeWindows({ read: () => Promise.resolve(Uint8Array.of(4)) })
    expect(await (await paperOut.first()).readStatus('tspl')).toMatchObject({ state: 'paper-out' })
  })
})

describe('printers on Windows, through the spooler', () => {
  const held = {
    openDevice: () => {
      throw new WindowsError('CreateFileW', 5)
    },
    listQueues: () => [QUEUE, { ...QUEUE, name: 'PDF', port: 'PORTPROMPT:' }],
  }

  it('are used where a vendor’s driver holds the device, on USB ports only', async () => {
    const { printers, written } = fakeWindows(held)
    const [queue, ...more] = await printers.list()
    expect([queue?.identity.id, queue?.identity.language, more]).toEqual([
      `usb:queue:${QUEUE.name}`,
      'zpl',
      [],
    ])
    await queue?.send(label, options)
    expect(written).toHaveLength(1)
  })

  it.each([
    ['offline by attribute', { attributes: 0x400 }, 'not-answering'],
    ['offline', { status: 0x80 }, 'not-answering'],
    ['without paper', { status: 0x10 }, 'paper-out'],
    ['open', { status: 0x400000 }, 'head-open'],
    ['without anything to report', {}, 'unknown'],
  ])('are looked at before anything is spooled: %s', async (_words, queue, state) => {
    const { first, written } = fakeWindows({ ...held, listQueues: () => [{ ...QUEUE, ...queue }] })
    const printer = await first()
    expect(await printer.readStatus('zpl')).toMatchObject({ state })
    const sent = await printer.send(label, options).then(
      () => true,
      () => false,
    )
    expect([sent, written.length]).toEqual(state === 'unknown' ? [true, 1] : [false, 0])
  })
})

describe('the calls to Windows', () => {
  const ERRORS = { pending: 997, incomplete: 996 }
  /** koffi whose functions are these; each call is noted. */
  function fakeKoffi(functions: Record<string, (...given: never[]) => unknown>) {
    const calls: string[] = []
    const func = (prototype: string) => {
      const name = /(\w+)\(/.exec(prototype)?.[1] ?? ''
      return (...given: never[]) => {
        calls.push(name)
        return functions[name]?.(...given) ?? true
      }
    }
    // Safe: the library loads functions and nothing else.
    const koffi = { load: () => ({ func }), decode: () => '', address: () => 1n } as unknown as Koffi
    return { library: loadWindowsLibrary(koffi), calls }
  }

  it('enumerate the paths of usbprint and give the list back', () => {
    const { library, calls } = fakeKoffi({
      SetupDiGetClassDevsW: () => 5,
      SetupDiEnumDeviceInterfaces: (_set: number, _device: null, guid: Buffer, index: number) => {
        expect(guid.toString('hex')).toBe('ad8fd728125ad111ae5b0000f803a8c2')
        return index < 1
      },
      SetupDiGetDeviceInterfaceDetailW: (_set: number, _data: Buffer, detail: Buffer) => {
        expect(detail.readUInt32LE(0)).toBe(8)
        return detail.write(`${TSC}\0`, 4, 'utf16le') > 0
      },
    })
    expect(library.listUsbPrintPaths()).toEqual([TSC])
    expect(calls.at(-1)).toBe('SetupDiDestroyDeviceInfoList')
  })

  it('cancel a write that hangs and wait until Windows has let go of the buffer', async () => {
    let cancelled = false
    const { library, calls } = fakeKoffi({
      CreateEventW: () => 9,
      WriteFile: () => false,
      GetLastError: () => (calls.includes('GetOverlappedResult') ? ERRORS.incomplete : ERRORS.pending),
      CancelIoEx: () => (cancelled = true),
      GetOverlappedResult: (_file: bigint, _overlapped: Buffer, bytes: Buffer, wait: boolean) => {
        if (wait) bytes.writeUInt32LE(64)
        return false
      },
    })
    expect(await library.write(7n, new Uint8Array(100), 30)).toEqual({ writtenBytes: 64, error: 995 })
    expect([cancelled, calls.at(-1)]).toEqual([true, 'CloseHandle'])
  })

  it('say how a call failed', () => {
    const { library } = fakeKoffi({ CreateFileW: () => 0xffffffffffffffffn, GetLastError: () => 5 })
    expect(() => library.openDevice(TSC)).toThrow(new WindowsError('CreateFileW', 5))
  })
})
