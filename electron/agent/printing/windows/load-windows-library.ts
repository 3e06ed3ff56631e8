/** koffi against setupapi.dll, kernel32.dll and winspool.drv; see windows-library.ts for what each promises. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createRequire } from 'node:module'
import type koffiModule from 'koffi'
import { WindowsError, type Handle, type WindowsLibrary, type WindowsQueue } from './windows-library.ts'

const DIGCF_PRESENT_DEVICEINTERFACE = 0x12
const GENERIC_READ_WRITE = 0xc0000000
const SHARE_READ_WRITE = 3
const OPEN_EXISTING = 3
const FLAG_OVERLAPPED = 0x40000000
const ERROR_IO_PENDING = 997
const ERROR_IO_INCOMPLETE = 996
const ERROR_OPERATION_ABORTED = 995
const INVALID_HANDLE = 0xffffffffffffffffn
/** CTL_CODE(FILE_DEVICE_UNKNOWN, 13, METHOD_BUFFERED, FILE_ANY_ACCESS) of usbprint.h. */
const IOCTL_USBPRINT_GET_1284_ID = 0x220034
const PRINTER_ENUM_LOCAL_AND_CONNECTIONS = 6
const POLL_MS = 5
/** GUID_DEVINTERFACE_USBPRINT, {28d78fad-5a12-11d1-ae5b-0000f803a8c2}, as it lies in memory. */
const USBPRINT_GUID = Buffer.from('ad8fd728125ad111ae5b0000f803a8c2', 'hex')

/** The part of koffi that is used: a test lends its own. */
export type Koffi = Pick<typeof koffiModule, 'load' | 'decode' | 'address'>

export function loadWindowsLibrary(koffi: Koffi = requireKoffi()): WindowsLibrary {
  const setup = koffi.load('setupapi.dll')
  const kernel = koffi.load('kernel32.dll')
  const spool = koffi.load('winspool.drv')
  const calls = {
    getClassDevs: setup.func(
      'uintptr_t SetupDiGetClassDevsW(void *guid, void *enumerator, void *parent, uint32 flags)',
    ),
    enumInterfaces: setup.func(
      'bool SetupDiEnumDeviceInterfaces(uintptr_t set, void *device, void *guid, uint32 index, void *data)',
    ),
    interfaceDetail: setup.func(
      'bool SetupDiGetDeviceInterfaceDetailW(uintptr_t set, void *data, void *detail, uint32 size, void *needed, void *device)',
    ),
    destroyList: setup.func('bool SetupDiDestroyDeviceInfoList(uintptr_t set)'),
    createFile: kernel.func(
      'uintptr_t CreateFileW(str16 path, uint32 access, uint32 share, void *security, uint32 disposition, uint32 flags, uintptr_t template)',
    ),
    closeHandle: kernel.func('bool CloseHandle(uintptr_t handle)'),
    writeFile: kernel.func(
      'bool WriteFile(uintptr_t file, void *buffer, uint32 size, void *written, void *overlapped)',
    ),
    readFile: kernel.func(
      'bool ReadFile(uintptr_t file, void *buffer, uint32 size, void *read, void *overlapped)',
    ),
    overlappedResult: kernel.func(
      'bool GetOverlappedResult(uintptr_t file, void *overlapped, void *bytes, bool wait)',
    ),
    cancel: kernel.func('bool CancelIoEx(uintptr_t file, void *overlapped)'),
    ioControl: kernel.func(
      'bool DeviceIoControl(uintptr_t file, uint32 code, void *in, uint32 inSize, void *out, uint32 outSize, void *returned, void *overlapped)',
    ),
    createEvent: kernel.func('uintptr_t CreateEventW(void *security, bool manual, bool initial, void *name)'),
    lastError: kernel.func('uint32 GetLastError()'),
    enumPrinters: spool.func(
      'bool EnumPrintersW(uint32 flags, void *name, uint32 level, void *buffer, uint32 size, void *needed, void *count)',
    ),
    openPrinter: spool.func('bool OpenPrinterW(str16 name, void *handle, void *defaults)'),
    closePrinter: spool.func('bool ClosePrinter(uintptr_t printer)'),
    startDoc: spool.func('uint32 StartDocPrinterW(uintptr_t printer, uint32 level, void *info)'),
    startPage: spool.func('bool StartPagePrinter(uintptr_t printer)'),
    endPage: spool.func('bool EndPagePrinter(uintptr_t printer)'),
    endDoc: spool.func('bool EndDocPrinter(uintptr_t printer)'),
    writePrinter: spool.func(
      'bool WritePrinter(uintptr_t printer, void *buffer, uint32 size, void *written)',
    ),
  }
  const lastError = () => Number(calls.lastError())
  /** Text that a pointer within a buffer leads to. */
  const textAt = (buffer: Buffer, offset: number): string => {
    const address = buffer.readBigUInt64LE(offset)
    return address === 0n ? '' : String(koffi.decode(address, 'str16'))
  }

  const listUsbPrintPaths = (): string[] => {
    const set = handleOf(calls.getClassDevs(USBPRINT_GUID, null, null, DIGCF_PRESENT_DEVICEINTERFACE))
    if (set === INVALID_HANDLE) throw new WindowsError('SetupDiGetClassDevsW', lastError())
    const paths: string[] = []
    try {
      for (let index = 0; ; index++) {
        // SP_DEVICE_INTERFACE_DATA: cbSize, GUID, Flags, Reserved; 32 bytes on 64-bit Windows.
        const data = Buffer.alloc(32)
        data.writeUInt32LE(32, 0)
        if (!calls.enumInterfaces(set, null, USBPRINT_GUID, index, data)) return paths
        // SP_DEVICE_INTERFACE_DETAIL_DATA_W: cbSize is that of the fixed part, 8 on 64-bit Windows; the path begins at 4.
        const detail = Buffer.alloc(2048)
        detail.writeUInt32LE(8, 0)
        if (!calls.interfaceDetail(set, data, detail, detail.length, null, null)) continue
        const text = detail.subarray(4).toString('utf16le')
        paths.push(text.slice(0, text.indexOf('\0')))
      }
    } finally {
      calls.destroyList(set)
    }
  }

  /** Waits for an overlapped call by looking, so that the event loop goes on; cancels it after the time-out. */
  const settle = async (handle: Handle, overlapped: Buffer, timeoutMs: number) => {
    const moved = Buffer.alloc(4)
    const until = Date.now() + timeoutMs
    for (;;) {
      if (calls.overlappedResult(handle, overlapped, moved, false))
        return { bytes: moved.readUInt32LE(), error: 0 }
      const error = lastError()
      if (error !== ERROR_IO_INCOMPLETE) return { bytes: moved.readUInt32LE(), error }
      if (Date.now() >= until) {
        calls.cancel(handle, overlapped)
        // Waits for the cancellation itself: until then Windows writes into these buffers.
        const isDone = Boolean(calls.overlappedResult(handle, overlapped, moved, true))
        return { bytes: moved.readUInt32LE(), error: isDone ? 0 : ERROR_OPERATION_ABORTED }
      }
      await sleep(POLL_MS)
    }
  }
  const transfer = async (
    start: (buffer: Buffer, overlapped: Buffer) => boolean,
    handle: Handle,
    buffer: Buffer,
    timeoutMs: number,
  ) => {
    // OVERLAPPED: Internal, InternalHigh, Offset, OffsetHigh, hEvent.
    const overlapped = Buffer.alloc(32)
    const event = handleOf(calls.createEvent(null, true, false, null))
    overlapped.writeBigUInt64LE(event, 24)
    try {
      if (!start(buffer, overlapped)) {
        const error = lastError()
        if (error !== ERROR_IO_PENDING) return { bytes: 0, error }
      }
      return await settle(handle, overlapped, timeoutMs)
    } finally {
      calls.closeHandle(event)
    }
  }

  return {
    listUsbPrintPaths,
    openDevice: (path) => {
      const handle = handleOf(
        calls.createFile(path, GENERIC_READ_WRITE, SHARE_READ_WRITE, null, OPEN_EXISTING, FLAG_OVERLAPPED, 0),
      )
      if (handle === INVALID_HANDLE) throw new WindowsError('CreateFileW', lastError())
      return handle
    },
    closeDevice: (handle) => {
      calls.closeHandle(handle)
    },
    write: async (handle, bytes, timeoutMs) => {
      const end = await transfer(
        (buffer, overlapped) => Boolean(calls.writeFile(handle, buffer, buffer.length, null, overlapped)),
        handle,
        Buffer.from(bytes),
        timeoutMs,
      )
      return { writtenBytes: end.bytes, error: end.error }
    },
    read: async (handle, maxBytes, timeoutMs) => {
      const buffer = Buffer.alloc(maxBytes)
      const end = await transfer(
        (into, overlapped) => Boolean(calls.readFile(handle, into, into.length, null, overlapped)),
        handle,
        buffer,
        timeoutMs,
      )
      return end.bytes === 0 ? null : buffer.subarray(0, end.bytes)
    },
    deviceId: (handle) => {
      const answer = Buffer.alloc(2048)
      const returned = Buffer.alloc(4)
      // The handle is an overlapped one: without an OVERLAPPED the call's end would be unknown.
      const overlapped = Buffer.alloc(32)
      const isTold =
        Boolean(
          calls.ioControl(
            handle,
            IOCTL_USBPRINT_GET_1284_ID,
            null,
            0,
            answer,
            answer.length,
            null,
            overlapped,
          ),
        ) || lastError() === ERROR_IO_PENDING
      return isTold && Boolean(calls.overlappedResult(handle, overlapped, returned, true))
        ? answer.subarray(2, returned.readUInt32LE()).toString('latin1')
        : null
    },
    listQueues: () => {
      const needed = Buffer.alloc(4)
      const count = Buffer.alloc(4)
      calls.enumPrinters(PRINTER_ENUM_LOCAL_AND_CONNECTIONS, null, 2, null, 0, needed, count)
      const buffer = Buffer.alloc(Math.max(1, needed.readUInt32LE()))
      if (
        !calls.enumPrinters(PRINTER_ENUM_LOCAL_AND_CONNECTIONS, null, 2, buffer, buffer.length, needed, count)
      )
        throw new WindowsError('EnumPrintersW', lastError())
      return Array.from({ length: count.readUInt32LE() }, (_, index): WindowsQueue => {
        // PRINTER_INFO_2W on 64-bit Windows: 13 pointers, then DWORDs; 136 bytes.
        const at = index * 136
        return {
          name: textAt(buffer, at + 8),
          port: textAt(buffer, at + 24),
          driver: textAt(buffer, at + 32),
          attributes: buffer.readUInt32LE(at + 104),
          status: buffer.readUInt32LE(at + 124),
        }
      })
    },
    printRaw: (queue, title, bytes) => {
      const opened = Buffer.alloc(8)
      if (!calls.openPrinter(queue, opened, null)) throw new WindowsError('OpenPrinterW', lastError())
      const printer = opened.readBigUInt64LE()
      try {
        const [name, type] = [Buffer.from(`${title}\0`, 'utf16le'), Buffer.from('RAW\0', 'utf16le')]
        const info = Buffer.alloc(24)
        info.writeBigUInt64LE(koffi.address(name), 0)
        info.writeBigUInt64LE(koffi.address(type), 16)
        if (calls.startDoc(printer, 1, info) === 0) throw new WindowsError('StartDocPrinterW', lastError())
        calls.startPage(printer)
        const written = Buffer.alloc(4)
        const isWritten = Boolean(calls.writePrinter(printer, Buffer.from(bytes), bytes.length, written))
        const error = lastError()
        calls.endPage(printer)
        calls.endDoc(printer)
        if (!isWritten || written.readUInt32LE() < bytes.length) throw new WindowsError('WritePrinter', error)
      } finally {
        calls.closePrinter(printer)
      }
    },
  }
}

/** Required when it is needed, not imported: on other systems nothing of it is ever loaded. */
function requireKoffi(): Koffi {
  // Safe: the package's own types.
  return createRequire(import.meta.url)('koffi') as Koffi
}

/** koffi gives small integers as numbers and large ones as bigint. */
function handleOf(value: unknown): Handle {
  // Safe: what the prototypes above declare as uintptr_t.
  return BigInt(value as bigint | number)
}
