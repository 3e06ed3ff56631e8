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

describe('print queue', () => {
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

  const restart = async () => {
    await driver.kill()
    driver = await startPrintDriver(printer.env, folder)
  }
  const pauseAMoment = () => new Promise((resolve) => setTimeout(resolve, 400))
  const seedsReceived = (seeds: number[]) =>
    sentJobs(printer.captured(), new Map(seeds.map((seed) => [seed, specimenJob(seed)]))).jobs
  const stateOf = async (job: PrintJob) => (await driver.jobs()).find(({ id }) => id === job.id)?.state

  it('prints a batch in the order given, each label once', async () => {
    const seeds = Array.from({ length: 12 }, (_, index) => index + 1)
    const jobs: PrintJob[] = []
    for (const seed of seeds) jobs.push(await driver.enqueue(seed))
    for (const job of jobs) await driver.reached(job.id, 'confirmed')
    expect(seedsReceived(seeds)).toEqual(seeds)
  })

  it('asks the user about a label that kill −9 cut off, and never sends it again by itself', async () => {
    await printer.command('rate', { value: 30_000 })
    const job = await driver.enqueue(1)
    const next = await driver.enqueue(2)
    await driver.reached(job.id, 'sending')
    await new Promise((resolve) => setTimeout(resolve, 200))
    await restart()
    await printer.command('rate', { value: 0 })
    await pauseAMoment()
    expect(await driver.jobs()).toMatchObject([
      { id: next.id, state: 'waiting' },
      {
        id: job.id,
        state: 'needs-attention',
        message: expect.stringContaining('程序在发送途中退出') as unknown,
      },
    ])
    expect(seedsReceived([1, 2])).toEqual([])
    await restart()
    await pauseAMoment()
    expect(await stateOf(job)).toBe('needs-attention')
    expect(seedsReceived([1, 2])).toEqual([])
    await driver.call('markJobPrinted', { jobId: job.id })
    await driver.reached(next.id, 'confirmed')
    expect(printer.captured().indexOf(specimenJob(2))).toBeGreaterThan(0)
    expect(printer.captured().indexOf(specimenJob(1))).toBe(-1)
    expect(await stateOf(job)).toBe('confirmed')
  })

  it('sends a label that waited at kill −9 exactly once afterwards', async () => {
    await printer.command('paper', { out: true })
    const job = await driver.enqueue(1)
    await driver.reached(job.id, 'waiting', '缺纸')
    await restart()
    await printer.command('paper', { out: false })
    await driver.reached(job.id, 'confirmed')
    await restart()
    await pauseAMoment()
    expect(seedsReceived([1])).toEqual([1])
    expect(await stateOf(job)).toBe('confirmed')
  })

  it('does not send a sent label again after kill −9, and says that it was never confirmed', async () => {
    await printer.command('status', { value: 0x20 })
    const job = await driver.enqueue(1)
    await driver.reached(job.id, 'sent')
    await restart()
    await printer.command('status', { value: 0 })
    await pauseAMoment()
    const [after] = await driver.jobs()
    expect(after).toMatchObject({ state: 'sent', message: expect.stringContaining('确认前退出') as unknown })
    expect(seedsReceived([1])).toEqual([1])
  })

  it('keeps what a paused printer has and sends it when resumed', async () => {
    await driver.printers()
    await driver.call('pausePrinter', { printerId: DRIVEN_PRINTER_ID })
    const job = await driver.enqueue(1)
    await pauseAMoment()
    expect(seedsReceived([1])).toEqual([])
    await driver.call('resumePrinter', { printerId: DRIVEN_PRINTER_ID })
    await driver.reached(job.id, 'confirmed')
    expect(seedsReceived([1])).toEqual([1])
  })

  it('prints a label first that was put before the others, and keeps the order of the rest', async () => {
    await driver.call('pausePrinter', { printerId: DRIVEN_PRINTER_ID })
    const jobs: PrintJob[] = []
    for (const seed of [1, 2, 3, 4]) jobs.push(await driver.enqueue(seed))
    await driver.call('printJobNext', { jobId: jobs[2]?.id })
    await restart()
    await driver.call('resumePrinter', { printerId: DRIVEN_PRINTER_ID })
    for (const job of jobs) await driver.reached(job.id, 'confirmed')
    expect(seedsReceived([1, 2, 3, 4])).toEqual([3, 1, 2, 4])
    await expect(driver.call('printJobNext', { jobId: jobs[2]?.id })).rejects.toThrow('不能提前')
  })

  it('cancels all that wait and nothing that may have begun', async () => {
    await printer.command('fault', { kind: 'hang', after: 500 })
    const cut = await driver.enqueue(1)
    await driver.reached(cut.id, 'needs-attention')
    const waiting = [await driver.enqueue(2), await driver.enqueue(3)]
    expect(await driver.call('cancelWaitingJobs', { printerId: DRIVEN_PRINTER_ID })).toEqual({ cancelled: 2 })
    expect(await Promise.all([cut, ...waiting].map(stateOf))).toEqual([
      'needs-attention',
      'cancelled',
      'cancelled',
    ])
  })

  it('never sends a label cancelled while it waited', async () => {
    await printer.command('paper', { out: true })
    const job = await driver.enqueue(1)
    await driver.reached(job.id, 'waiting', '缺纸')
    await driver.call('cancelJob', { jobId: job.id })
    await printer.command('paper', { out: false })
    const next = await driver.enqueue(2)
    await driver.reached(next.id, 'confirmed')
    expect(seedsReceived([1, 2])).toEqual([2])
    await expect(driver.call('retryJob', { jobId: job.id })).rejects.toThrow('已取消')
  })

  it('leaves a label as sent when the printer never says it is ready, and lets the user confirm it', async () => {
    await driver.kill()
    driver = await startPrintDriver(printer.env, folder, { confirmTimeoutMs: 200 })
    await printer.command('status', { value: 0x20 })
    const job = await driver.enqueue(1)
    await driver.reached(job.id, 'sent', '没有回报打印结果')
    await driver.call('markJobPrinted', { jobId: job.id })
    await driver.reached(job.id, 'confirmed', '由操作人员确认')
  })

  it('prints the test label in the size that was set for the printer', async () => {
    const [found] = await driver.printers()
    const settings = { ...found!.settings, size: { widthMm: 50, heightMm: 30, gapMm: 3 } }
    await driver.call('savePrinterSettings', { printerId: found!.id, settings })
    // Safe: printTestLabel answers with the job.
    const job = (await driver.call('printTestLabel', { printerId: found!.id })) as PrintJob
    await driver.reached(job.id, 'confirmed')
    expect(printer.captured().toString('latin1')).toContain('SIZE 50 mm,30 mm\r\nGAP 3 mm,0 mm')
    await restart()
    expect((await driver.printers())[0]?.settings.size.widthMm).toBe(50)
  })
})
