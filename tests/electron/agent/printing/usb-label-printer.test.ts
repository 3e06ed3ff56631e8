import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PrintJob } from '../../../../domain/printing/print-job.ts'
import {
  DRIVEN_PRINTER_ID,
  startPrintDriver,
  type PrintDriver,
} from '../../../support/print-driver/start-print-driver.ts'
import { sentJobs } from '../../../support/print-driver/sent-jobs.ts'
import { specimenJob } from '../../../support/print-driver/specimen-raster.ts'
import { startVirtualPrinter, type VirtualPrinter } from '../../../support/virtual-printer/virtual-printer.ts'

const JOB = specimenJob(1)
const HALF = 10_000

describe('a USB label printer', () => {
  let printer: VirtualPrinter
  let driver: PrintDriver
  let folder: string

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'printing-'))
    printer = await startVirtualPrinter()
    driver = await startPrintDriver(printer.env, folder)
  })
  afterEach(async () => {
    await driver.kill()
    await printer.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const received = (...seeds: number[]) =>
    sentJobs(printer.captured(), new Map(seeds.map((seed) => [seed, specimenJob(seed)])))

  /** Prints once while the fault is on and gives the job as the user is asked about it. */
  const failHalfWay = async (kind: string, after = HALF): Promise<PrintJob> => {
    await driver.printers()
    await printer.command('fault', { kind, after: after + 3 })
    const job = await driver.enqueue(1)
    return driver.reached(job.id, 'needs-attention')
  }

  it('gets exactly the job, and the job is confirmed only when the printer says it is ready', async () => {
    await printer.command('status', { value: 0x20 })
    const job = await driver.enqueue(1)
    await driver.reached(job.id, 'sent')
    expect((await driver.jobs())[0]?.state).toBe('sent')
    await printer.command('status', { value: 0 })
    const confirmed = await driver.reached(job.id, 'confirmed')
    expect(confirmed).toMatchObject({ bytesTotal: JOB.length, bytesSent: JOB.length })
    expect(received(1)).toEqual({ jobs: [1], rest: Buffer.alloc(0) })
  })

  it('is known by its ids, serial number, maker, model and language', async () => {
    const [usb, file] = await driver.printers()
    expect(usb).toMatchObject({ id: DRIVEN_PRINTER_ID, maker: 'TSC', model: 'TE210', serial: 'VP000001' })
    expect(usb).toMatchObject({
      transport: 'usb',
      language: 'tspl',
      connected: true,
      status: { state: 'ready' },
    })
    expect(file).toMatchObject({ id: 'file:printed', transport: 'file', connected: true })
  })

  it.each([
    { fault: 'stall', what: '不接收数据' },
    { fault: 'short', what: '不接收数据' },
    { fault: 'error', what: '不接收数据' },
    { fault: 'hang', what: '不接收数据' },
    { fault: 'unplug', what: '在发送途中断开' },
  ])(
    'that fails half way by $fault has the user asked, with the bytes sent, and gets nothing again by itself',
    async ({ fault, what }) => {
      const job = await failHalfWay(fault)
      expect(job.message).toContain(what)
      expect(job.message).toContain(`已发送 ${HALF} / ${JOB.length} 字节`)
      expect(job.bytesSent).toBe(HALF)
      if (fault === 'unplug') await printer.command('plug')
      await printer.command('clear')
      await driver.printers()
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect(received(1).jobs).toEqual([])
      expect((await driver.jobs())[0]?.state).toBe('needs-attention')
    },
  )

  it('that stalls before the first byte gets the job by itself once it accepts again', async () => {
    await driver.printers()
    await printer.command('fault', { kind: 'stall', after: 3 })
    const job = await driver.enqueue(1)
    await driver.reached(job.id, 'waiting', '不接收数据')
    await driver.reached(job.id, 'confirmed')
    expect(received(1).jobs).toEqual([1])
  })

  it('is brought out of a label cut off before it gets the label again', async () => {
    const job = await failHalfWay('stall')
    await driver.call('retryJob', { jobId: job.id })
    await driver.reached(job.id, 'confirmed')
    const after = printer.captured().toString('latin1').split('\r\nCLS\r\n')
    const filler = after.find((part) => part.includes(`X${'\0'.repeat(JOB.length - HALF)}`))
    expect(filler).toBeDefined()
    expect(
      printer
        .captured()
        .subarray(-JOB.length - 3)
        .indexOf(JOB),
    ).toBeGreaterThanOrEqual(0)
    expect((await printer.command('state'))['counters']).toMatchObject({ soft_reset: 1 })
  })

  it('without paper gets nothing, says so, and goes on by itself when paper is in', async () => {
    await printer.command('paper', { out: true })
    const job = await driver.enqueue(1)
    await driver.reached(job.id, 'waiting', '缺纸')
    expect(received(1).jobs).toEqual([])
    expect((await driver.printers())[0]?.status.state).toBe('paper-out')
    await printer.command('paper', { out: false })
    await driver.reached(job.id, 'confirmed')
    expect(received(1).jobs).toEqual([1])
  })

  it('that runs out of paper with a label under way has the user asked about that label; the next one waits and goes on by itself', async () => {
    await driver.printers()
    await printer.command('paperAfter', { bytes: HALF })
    const first = await driver.enqueue(1)
    const second = await driver.enqueue(2)
    const asked = await driver.reached(first.id, 'needs-attention', '缺纸')
    expect(asked.bytesSent).toBe(JOB.length)
    await driver.reached(second.id, 'waiting', '缺纸')
    await printer.command('paper', { out: false })
    await driver.reached(second.id, 'confirmed')
    expect(received(1, 2).jobs).toEqual([1, 2])
  })

  it('that is unplugged gets its job by itself after it is plugged in again', async () => {
    await driver.printers()
    await printer.command('unplug')
    await expect
      .poll(async () => (await driver.printers()).find(({ id }) => id === DRIVEN_PRINTER_ID)?.connected)
      .toBe(false)
    const job = await driver.enqueue(1)
    await driver.reached(job.id, 'waiting', '未连接')
    await printer.command('plug')
    await driver.reached(job.id, 'confirmed')
    expect(received(1).jobs).toEqual([1])
  })

  it('that does not answer control requests or questions is not sent to, and is when it answers', async () => {
    await driver.printers()
    await printer.command('silent')
    await printer.command('controlHang')
    const job = await driver.enqueue(1)
    await driver.reached(job.id, 'waiting', '没有应答')
    await printer.command('clear')
    await driver.reached(job.id, 'confirmed')
    expect(received(1).jobs).toEqual([1])
  })

  it('that answers no questions of its language is believed by its port status', async () => {
    await printer.command('silent')
    await printer.command('portStatus', { value: 0x30 })
    expect((await driver.printers())[0]?.status.state).toBe('paper-out')
    await printer.command('portStatus', { value: 0x18 })
    expect((await driver.printers())[0]?.status.state).toBe('ready')
  })

  it('held by another program gets its job by itself when that program lets go', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'printing-'))
    const other = await startPrintDriver(printer.env, elsewhere)
    try {
      await other.printers()
      const job = await driver.enqueue(1)
      await driver.reached(job.id, 'waiting', '其他程序占用')
      await other.stop()
      await driver.reached(job.id, 'confirmed')
      expect(received(1).jobs).toEqual([1])
    } finally {
      await other.kill()
      rmSync(elsewhere, { recursive: true, force: true })
    }
  })

  it('loses the rest of a label that is cancelled while it is being sent', async () => {
    await driver.printers()
    await printer.command('rate', { value: 20_000 })
    const job = await driver.enqueue(1)
    await driver.reached(job.id, 'sending')
    await new Promise((resolve) => setTimeout(resolve, 150))
    const cancelled = await driver.call('cancelJob', { jobId: job.id })
    expect(cancelled).toMatchObject({
      state: 'cancelled',
      message: expect.stringContaining('取消') as unknown,
    })
    expect(received(1).jobs).toEqual([])
    expect(received(1).rest.length).toBeGreaterThan(0)
    expect(received(1).rest.length).toBeLessThan(JOB.length)
  })
})

describe('a USB label printer with a driver of the system', () => {
  it('is taken from the driver for the job and given back afterwards', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'printing-'))
    const printer = await startVirtualPrinter(['--kernel-driver', 'usblp'])
    const driver = await startPrintDriver(printer.env, folder)
    try {
      const job = await driver.enqueue(1)
      await driver.reached(job.id, 'confirmed')
      expect(await printer.command('state')).toMatchObject({ claimed: true, driver: null })
      expect(await driver.stop()).toBe(0)
      expect(await printer.command('state')).toMatchObject({ claimed: false, driver: 'usblp' })
    } finally {
      await printer.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('a ZPL printer', () => {
  it('gets ZPL and is asked by ~HQES', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'printing-'))
    const zebra = 'MANUFACTURER:Zebra Technologies ;COMMAND SET:ZPL;MODEL:ZTC ZD621-203dpi ZPL;'
    const printer = await startVirtualPrinter(['--device-id', zebra, '--vid', '0x0a5f', '--pid', '0x0166'])
    const driver = await startPrintDriver(printer.env, folder)
    try {
      await printer.command('status', { value: 4 })
      const [found] = await driver.printers()
      expect(found).toMatchObject({
        id: 'usb:0a5f:0166:VP000001',
        language: 'zpl',
        status: { state: 'head-open' },
      })
      await printer.command('status', { value: null })
      // Safe: enqueue answers with the job.
      const job = (await driver.call('enqueue', { printerId: found!.id, seed: 1, copies: 2 })) as PrintJob
      await driver.reached(job.id, 'confirmed')
      const text = printer.captured().toString('latin1')
      expect(text).toMatch(/\^XA[^]*\^PQ2[^]*\^XZ/)
      expect(text).not.toContain('BITMAP')
    } finally {
      await driver.kill()
      await printer.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
