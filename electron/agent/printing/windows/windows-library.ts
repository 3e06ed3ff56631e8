/**
 * The few functions of Windows that printing needs, behind plain TypeScript: the only place that knows koffi. Loaded on win32 only. Not yet seen on a Windows
 * computer; what the calls promise is taken from Microsoft's documentation of SetupAPI, CreateFileW, winspool.drv and usbprint.sys.
 */
export type Handle = bigint

export interface WriteEnd {
  readonly writtenBytes: number
  /** GetLastError of the end; 0 when it completed. */
  readonly error: number
}

export interface WindowsLibrary {
  /** Device paths of everything usbprint.sys serves, `\\?\usb#vid_1203&pid_0272#…#{28d78fad-…}`. */
  listUsbPrintPaths(): string[]
  /** Opens for overlapped reading and writing, shared. Throws WindowsError. */
  openDevice(path: string): Handle
  closeDevice(handle: Handle): void
  /** One overlapped write; cancelled after the time-out, the bytes moved until then known. */
  write(handle: Handle, bytes: Uint8Array, timeoutMs: number): Promise<WriteEnd>
  /** One overlapped read; null when nothing came in time. */
  read(handle: Handle, maxBytes: number, timeoutMs: number): Promise<Uint8Array | null>
  /** IEEE 1284 id by IOCTL_USBPRINT_GET_1284_ID, without its length bytes; null when the driver does not tell. */
  deviceId(handle: Handle): string | null
  /** The installed queues with the port each prints to and its PRINTER_STATUS bits. */
  listQueues(): WindowsQueue[]
  /** Spools bytes as RAW. Throws WindowsError. */
  printRaw(queue: string, title: string, bytes: Uint8Array): void
}

export interface WindowsQueue {
  readonly name: string
  readonly driver: string
  readonly port: string
  /** PRINTER_INFO_2.Status. */
  readonly status: number
  /** PRINTER_INFO_2.Attributes; 0x400 is “work offline”. */
  readonly attributes: number
}

export class WindowsError extends Error {
  readonly code: number

  constructor(call: string, code: number) {
    super(`${call} failed (${code})`)
    this.code = code
  }
}
