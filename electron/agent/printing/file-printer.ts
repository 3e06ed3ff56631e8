import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { printerStatus } from '../../../domain/printing/printer-status.ts'
import {
  PrinterWriteError,
  type LabelPrinter,
  type LabelToSend,
  type PrinterTransport,
} from './label-printer.ts'
import { encodePng } from './png-encoder.ts'

export const FILE_PRINTER_ID = 'file:printed'

/**
 * A printer without paper: for each job it leaves `<jobId>.png`, the label dot for dot, and `<jobId>.<language>`, the very bytes a
 * printer would get. File names hold the job's id only, nothing of the label.
 */
export function createFilePrinter(folder: string): LabelPrinter {
  return {
    identity: {
      id: FILE_PRINTER_ID,
      transport: 'file',
      maker: '本机',
      model: '打印到文件',
      serial: null,
      language: 'tspl',
      dpi: null,
    },
    readStatus: () => Promise.resolve(printerStatus(['ready'])),
    send: async (label) => {
      try {
        await mkdir(folder, { recursive: true })
        await writeWhole(join(folder, `${label.jobId}.png`), encodePng(label.raster, label.dpi))
        await writeWhole(join(folder, `${label.jobId}.${label.language}`), label.bytes)
      } catch (error) {
        throw fileError(error)
      }
      return { writtenBytes: label.bytes.length }
    },
    reset: () => Promise.resolve(),
  }
}

export function createFilePrinters(folder: string): PrinterTransport {
  const printer = createFilePrinter(folder)
  return {
    list: () => Promise.resolve([printer]),
    watch: () => () => undefined,
    close: () => Promise.resolve(),
  }
}

/** A file is there whole or not at all, so a job written again replaces itself and is never doubled. */
async function writeWhole(path: string, bytes: LabelToSend['bytes']): Promise<void> {
  const unfinished = `${path}.part`
  await writeFile(unfinished, bytes, { flush: true })
  await rename(unfinished, path)
}

function fileError(error: unknown): PrinterWriteError {
  const nothingLeft = { writtenBytes: 0, mayHaveReached: false }
  const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
  if (full)
    return new PrinterWriteError('storage-full', nothingLeft, {
      message: '磁盘空间不足，请清理磁盘，清理后自动继续',
    })
  return new PrinterWriteError('printer-not-accepting', nothingLeft, {
    message: '无法写入打印文件夹，请检查数据目录的权限',
  })
}
