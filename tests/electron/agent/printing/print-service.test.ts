import Sqlite from 'better-sqlite3'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isBlack } from '../../../../domain/labels/raster.ts'
import type { PrintJob, PrintJobState } from '../../../../domain/printing/print-job.ts'
import { printerStatus } from '../../../../domain/printing/printer-status.ts'
import { createFilePrinters, FILE_PRINTER_ID } from '../../../../electron/agent/printing/file-printer.ts'
import type { LabelPrinter, PrinterTransport } from '../../../../electron/agent/printing/label-printer.ts'
import { createPrintService, type PrintService } from '../../../../electron/agent/printing/print-service.ts'
import { createUsbPrinters } from '../../../../electron/agent/printing/usb-printers.ts'
import { migrate } from '../../../../electron/agent/storage/migrations.ts'
import { specimenJob, specimenRaster } from '../../../support/print-driver/specimen-raster.ts'

describe('print service', () => {
  let folder: string
  let printed: string
  let service: PrintService
  let changes: PrintJob[]
  let logs: string[]
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string) => void logs.push(message),
  }

  const begin = (transports: PrinterTransport[]) => {
    const db = new Sqlite(':memory:')
    migrate(db)
    return createPrintService({
      db,
      printedFolder: printed,
      now: () => new Date('2026-03-01T08:00:00Z'),
      log,
      onJobChanged: (job) => changes.push(job),
      onPrintersChanged: () => undefined,
      timings: { retryMs: 20, confirmMs: 5 },
      transports,
    })
  }
  const states = (job: PrintJob): PrintJobState[] =>
    changes.filter(({ id }) => id === job.id).map(({ state }) => state)
  const reached = (job: PrintJob, state: PrintJobState) => expect.poll(() => states(job).at(-1)).toBe(state)

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'printing-'))
    printed = join(folder, 'printed')
    changes = []
    logs = []
  })
  afterEach(async () => {
    await service.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('prints to files that hold the very dots and bytes, named by the job alone', async () => {
    service = begin([createFilePrinters(printed)])
    await service.start()
    const raster = specimenRaster(7)
    const job = service.enqueue({ printerId: FILE_PRINTER_ID, title: '标签', raster, copies: 1 })
    await reached(job, 'confirmed')
    expect(states(job)).toEqual(['waiting', 'sending', 'sent', 'confirmed'])
    expect(readdirSync(printed).sort()).toEqual([`${job.id}.png`, `${job.id}.tspl`])
    expect(readFileSync(join(printed, `${job.id}.tspl`))).toEqual(specimenJob(7))
    const picture = PNG.sync.read(readFileSync(join(printed, `${job.id}.png`)))
    for (const [x, y] of [
      [0, 0],
      [479, 319],
      [100, 200],
    ] as const) {
      expect(picture.data[(y * 480 + x) * 4] === 0).toBe(isBlack(raster, x, y))
    }
  })

  it('keeps a label that cannot be written waiting, says why, and writes it when it can', async () => {
    writeFileSync(printed, 'in the way of the folder')
    service = begin([createFilePrinters(printed)])
    await service.start()
    const job = service.enqueue({
      printerId: FILE_PRINTER_ID,
      title: '标签',
      raster: specimenRaster(1),
      copies: 1,
    })
    await expect.poll(() => changes.at(-1)?.message).toContain('无法写入打印文件夹')
    rmSync(printed)
    await reached(job, 'confirmed')
  })

  it('lives without libusb: the log says so, other printers print', async () => {
    const loadLibrary = () => Promise.reject(new Error('no native build'))
    service = begin([createUsbPrinters({ log, loadLibrary }), createFilePrinters(printed)])
    await service.start()
    expect(await service.handlers.listPrinters()).toMatchObject([{ id: FILE_PRINTER_ID }])
    expect(logs).toEqual(['USB printing is not available here: no native build'])
    const job = await service.handlers.printTestLabel({ printerId: FILE_PRINTER_ID })
    await reached(job, 'confirmed')
  })

  it('lets one printer stand still without holding up another', async () => {
    const stuck = fakePrinter('usb:1:1:A')
    const free = fakePrinter('usb:1:1:B')
    stuck.state = 'paper-out'
    service = begin([stuck.transport, free.transport])
    await service.start()
    const waiting = service.enqueue({
      printerId: 'usb:1:1:A',
      title: '一',
      raster: specimenRaster(1),
      copies: 1,
    })
    const going = service.enqueue({
      printerId: 'usb:1:1:B',
      title: '二',
      raster: specimenRaster(2),
      copies: 1,
    })
    await reached(going, 'confirmed')
    expect(states(waiting).at(-1)).toBe('waiting')
    expect(stuck.sent).toEqual([])
    stuck.state = 'ready'
    await reached(waiting, 'confirmed')
    expect(stuck.sent).toEqual([waiting.id])
    expect(free.sent).toEqual([going.id])
  })

  it('waits for the language of a printer that does not tell it, and prints when the user has set it', async () => {
    const mute = fakePrinter('usb:1:1:A', null)
    service = begin([mute.transport])
    await service.start()
    const job = service.enqueue({ printerId: 'usb:1:1:A', title: '一', raster: specimenRaster(1), copies: 1 })
    await expect.poll(() => changes.at(-1)?.message).toContain('请在打印机设置中选择')
    const settings = { ...service.settingsOf('usb:1:1:A'), language: 'zpl' as const }
    expect(await service.handlers.savePrinterSettings({ printerId: 'usb:1:1:A', settings })).toMatchObject({
      language: 'zpl',
    })
    await reached(job, 'confirmed')
  })

  it('has no more than two labels on their way that the printer has not confirmed', async () => {
    const busy = fakePrinter('usb:1:1:A')
    busy.state = 'printing'
    service = begin([busy.transport])
    await service.start()
    const jobs = [1, 2, 3, 4].map((seed) =>
      service.enqueue({ printerId: 'usb:1:1:A', title: '一', raster: specimenRaster(seed), copies: 1 }),
    )
    await expect.poll(() => busy.sent.length).toBe(2)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(busy.sent).toEqual(jobs.slice(0, 2).map(({ id }) => id))
    busy.state = 'ready'
    await reached(jobs[3]!, 'confirmed')
    expect(busy.sent).toEqual(jobs.map(({ id }) => id))
  })

  it('refuses a label that was drawn for other paper, and printers and jobs that are not there', async () => {
    service = begin([createFilePrinters(printed)])
    await service.start()
    const settings = { ...service.settingsOf(FILE_PRINTER_ID), dpi: 300 as const }
    await service.handlers.savePrinterSettings({ printerId: FILE_PRINTER_ID, settings })
    const raster = specimenRaster(1)
    expect(() => service.enqueue({ printerId: FILE_PRINTER_ID, title: '标签', raster, copies: 1 })).toThrow(
      RangeError,
    )
    expect(() => service.settingsOf('usb:1:1:gone')).toThrow('没有这台打印机')
    expect(() => service.handlers.retryJob({ jobId: 'none' })).toThrow('没有这个打印任务')
  })
})

function fakePrinter(id: string, language: 'tspl' | null = 'tspl') {
  const fake = {
    state: 'ready' as 'ready' | 'printing' | 'paper-out',
    sent: [] as string[],
    transport: {
      list: () => Promise.resolve([printer]),
      watch: () => () => undefined,
      close: () => Promise.resolve(),
    } satisfies PrinterTransport,
  }
  const printer: LabelPrinter = {
    identity: { id, transport: 'usb', maker: 'T', model: 'M', serial: null, language, dpi: null },
    readStatus: () => Promise.resolve(printerStatus([fake.state])),
    send: ({ jobId, bytes }) => {
      fake.sent.push(jobId)
      return Promise.resolve({ writtenBytes: bytes.length })
    },
    reset: () => Promise.resolve(),
  }
  return fake
}
