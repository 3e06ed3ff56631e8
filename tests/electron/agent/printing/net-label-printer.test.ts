import { connect } from 'node:net'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PrintJob, PrintJobState } from '../../../../domain/printing/print-job.ts'
import { createPrintService, type PrintService } from '../../../../electron/agent/printing/print-service.ts'
import { migrate } from '../../../../electron/agent/storage/migrations.ts'
import { startNetworkLabelPrinter, type NetworkLabelPrinter } from '../../../support/network-label-printer.ts'
import { sentJobs } from '../../../support/print-driver/sent-jobs.ts'
import { specimenJob, specimenRaster } from '../../../support/print-driver/specimen-raster.ts'

const HALF = 10_000
const TIMINGS = { writeTimeoutMs: 300, retryMs: 40, confirmMs: 10 }
const NET_TIMINGS = {
  connectTimeoutMs: 400,
  answerTimeoutMs: 150,
  lingerMs: 200,
  quietMs: 50,
  askAgainMs: 200,
}

describe('a label printer on the network', () => {
  let printer: NetworkLabelPrinter
  let service: PrintService
  let changes: PrintJob[]
  let db: Sqlite.Database

  const begin = () =>
    createPrintService({
      db,
      printedFolder: '/nowhere',
      now: () => new Date('2026-03-01T08:00:00Z'),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      onJobChanged: (job) => changes.push(job),
      onPrintersChanged: () => undefined,
      timings: TIMINGS,
      netTimings: NET_TIMINGS,
      transports: [],
    })
  const use = async (language: 'tspl' | 'zpl' | null) => {
    await printer.switchOff()
    printer = await startNetworkLabelPrinter(language)
  }
  const add = (host = '127.0.0.1', port = printer.port) =>
    service.handlers.addNetworkPrinter({ host, port, name: '前台' })
  const enqueue = (printerId: string, seed: number) =>
    service.enqueue({ printerId, title: `标签 ${seed}`, raster: specimenRaster(seed), copies: 1 })
  const last = (job: PrintJob) => changes.findLast(({ id }) => id === job.id)
  const reached = async (job: PrintJob, state: PrintJobState, words = '') => {
    await expect
      .poll(
        () =>
          changes.some(
            ({ id, ...now }) => id === job.id && now.state === state && (now.message ?? '').includes(words),
          ),
        { timeout: 4000 },
      )
      .toBe(true)
    return last(job)!
  }
  const received = (...seeds: number[]) =>
    sentJobs(printer.received(), new Map(seeds.map((seed) => [seed, specimenJob(seed)])))
  const pauseAMoment = () => new Promise((resolve) => setTimeout(resolve, 400))
  const withoutQuestions = () => {
    printer.answers.status = null
    printer.answers.errors = null
  }

  beforeEach(async () => {
    changes = []
    db = new Sqlite(':memory:')
    migrate(db)
    printer = await startNetworkLabelPrinter()
    service = begin()
    await service.start()
  })
  afterEach(async () => {
    await service.stop()
    await printer.switchOff()
    db.close()
  })

  it('is added by its address, asked what it speaks, and prints each label once, in order, over one connection', async () => {
    const added = await add()
    expect(added).toMatchObject({
      id: `network:127.0.0.1:${printer.port}`,
      transport: 'network',
      name: '前台',
      address: `127.0.0.1:${printer.port}`,
      language: 'tspl',
      connected: true,
      status: { state: 'ready' },
    })
    const before = printer.connections()
    const asked = printer.received().length
    const jobs = [1, 2, 3, 4, 5].map((seed) => enqueue(added.id, seed))
    for (const job of jobs) await reached(job, 'confirmed')
    const { jobs: printed, rest } = sentJobs(
      printer.received().subarray(asked),
      new Map([1, 2, 3, 4, 5].map((seed) => [seed, specimenJob(seed)])),
    )
    expect(printed).toEqual([1, 2, 3, 4, 5])
    expect(rest).toEqual(Buffer.alloc(0))
    expect(printer.connections() - before).toBeLessThanOrEqual(1)
  })

  it('that speaks ZPL tells its model and resolution', async () => {
    await use('zpl')
    expect(await add()).toMatchObject({ language: 'zpl', model: 'ZD621-300dpi', reportedDpi: 300 })
    const [listed] = await service.handlers.listPrinters()
    expect(listed).toMatchObject({ settings: { dpi: 203 }, status: { state: 'ready' } })
  })

  it('is remembered over a restart of the program, and known by its answers', async () => {
    const { id } = await add()
    await service.stop()
    service = begin()
    await service.start()
    expect(await service.handlers.listPrinters()).toMatchObject([{ id, name: '前台', language: 'tspl' }])
    await reached(enqueue(id, 1), 'confirmed')
  })

  it('can be added while it is off; its labels wait, say why, and go when it is on', async () => {
    await printer.switchOff()
    const { id, connected, language } = await add()
    expect({ connected, language }).toEqual({ connected: true, language: null })
    const job = enqueue(id, 1)
    await reached(job, 'waiting', '拒绝连接')
    await printer.switchOn()
    await reached(job, 'confirmed')
  })

  it('that nobody can find is shown as not connected, with what to do', async () => {
    const added = await add('no-such-printer.invalid')
    expect(added).toMatchObject({ connected: false, status: { state: 'not-answering' } })
    expect(added.status.detail).toContain('找不到主机“no-such-printer.invalid”')
  })

  it('without paper gets nothing and goes on by itself when paper is in', async () => {
    const { id } = await add()
    printer.answers.status = 0x04
    const job = enqueue(id, 1)
    await reached(job, 'waiting', '缺纸')
    expect(printer.received().indexOf(specimenJob(1))).toBe(-1)
    printer.answers.status = 0
    await reached(job, 'confirmed')
  })

  it.each([
    { kind: 'reset', words: '断开' },
    { kind: 'end', words: '断开' },
    { kind: 'stall', words: '没有确认收到' },
  ] as const)(
    'that fails half way by $kind has the user asked and gets nothing again by itself',
    async ({ kind, words }) => {
      const { id } = await add()
      printer.fail({ kind, afterBytes: HALF })
      const job = enqueue(id, 1)
      const cut = await reached(job, 'needs-attention', words)
      expect(cut.bytesSent).toBe(0)
      printer.recover()
      await pauseAMoment()
      expect(last(job)?.state).toBe('needs-attention')
      const whole = printer.received().toString('latin1').split(specimenJob(1).toString('latin1')).length - 1
      expect(whole).toBeLessThanOrEqual(1)
    },
  )

  it('that goes silent after it took the whole label is not said to have it', async () => {
    const { id } = await add()
    printer.fail({ kind: 'stall', afterBytes: specimenJob(1).length })
    const job = enqueue(id, 1)
    await reached(job, 'needs-attention', '没有确认收到')
    expect(changes.filter((change) => change.id === job.id).map(({ state }) => state)).not.toContain('sent')
  })

  it('is brought out of a label cut off before it gets the label again', async () => {
    const { id } = await add()
    printer.fail({ kind: 'reset', afterBytes: HALF })
    const job = enqueue(id, 1)
    await reached(job, 'needs-attention')
    await service.handlers.retryJob({ jobId: job.id })
    await reached(job, 'confirmed')
    const filler = `X${'\0'.repeat(specimenJob(1).length)}\r\nCLS\r\n`
    expect(printer.received().toString('latin1')).toContain(filler + specimenJob(1).toString('latin1'))
  })

  it('that serves another computer just now has its labels wait until it is free', async () => {
    const { id } = await add()
    await expect.poll(() => printer.connections() > 0).toBe(true)
    await pauseAMoment()
    printer.serveOne()
    const other = connect(printer.port, '127.0.0.1')
    await expect.poll(() => printer.connections()).toBeGreaterThan(1)
    const job = enqueue(id, 1)
    await reached(job, 'waiting', '可能正被其他电脑使用')
    other.destroy()
    await reached(job, 'confirmed')
  })

  it('that never answers anything prints on its orderly end of the connection, and is not called confirmed', async () => {
    await use(null)
    const { id, language } = await add()
    expect(language).toBeNull()
    const job = enqueue(id, 1)
    await reached(job, 'waiting', '无法识别打印机语言')
    const settings = { ...service.settingsOf(id), language: 'tspl' as const }
    expect(await service.handlers.savePrinterSettings({ printerId: id, settings })).toMatchObject({
      language: 'tspl',
      status: { state: 'unknown' },
    })
    await reached(job, 'sent', '没有回报打印结果')
    expect(printer.received().indexOf(specimenJob(1))).toBeGreaterThan(0)
  })

  it('that has answered before and is silent now gets nothing', async () => {
    const { id } = await add()
    withoutQuestions()
    await reached(enqueue(id, 1), 'waiting', '没有应答')
    expect(received(1).jobs).toEqual([])
  })

  it('keeps the language the user has chosen, whatever it answers', async () => {
    const { id } = await add()
    const settings = { ...service.settingsOf(id), language: 'zpl' as const }
    await service.handlers.savePrinterSettings({ printerId: id, settings })
    await service.handlers.testNetworkPrinter({ host: '127.0.0.1', port: printer.port })
    expect(await service.handlers.listPrinters()).toMatchObject([{ language: 'zpl' }])
  })

  it('can be tried out before it is added; nothing is printed or remembered', async () => {
    const tried = await service.handlers.testNetworkPrinter({ host: '127.0.0.1', port: printer.port })
    expect(tried).toMatchObject({ language: 'tspl', status: { state: 'ready' } })
    expect(await service.handlers.listPrinters()).toEqual([])
    expect(printer.received().toString('latin1')).toMatch(/^(\x1b!\?)+$/)
    await printer.switchOff()
    await expect(
      service.handlers.testNetworkPrinter({ host: '127.0.0.1', port: printer.port }),
    ).rejects.toThrow('拒绝连接')
  })

  it('cannot be added twice', async () => {
    await add()
    await expect(add()).rejects.toMatchObject({
      failure: {
        code: 'already-taken',
        fields: [{ path: 'host', message: expect.stringContaining('前台') as unknown }],
      },
    })
  })

  it('is removed only when nothing waits for it, and comes back with nothing of its old settings', async () => {
    const { id } = await add()
    printer.answers.status = 0x04
    const job = enqueue(id, 1)
    await reached(job, 'waiting', '缺纸')
    const remove = async () => service.handlers.removeNetworkPrinter({ printerId: id })
    await expect(remove()).rejects.toThrow('还有 1 项打印任务没有完成')
    printer.answers.status = 0
    await reached(job, 'confirmed')
    await service.handlers.savePrinterSettings({
      printerId: id,
      settings: { ...service.settingsOf(id), density: 15 },
    })
    await remove()
    expect(await service.handlers.listPrinters()).toEqual([])
    expect(service.handlers.listJobs()).toMatchObject([{ printerName: '前台', state: 'confirmed' }])
    await expect(remove()).rejects.toThrow('没有这台网络打印机')
    expect(await add()).toMatchObject({ id, settings: { density: 8 } })
  })

  it('that was removed gets no old label again', async () => {
    await use(null)
    const { id } = await add()
    const settings = { ...service.settingsOf(id), language: 'tspl' as const }
    await service.handlers.savePrinterSettings({ printerId: id, settings })
    const job = enqueue(id, 1)
    await reached(job, 'sent', '没有回报')
    await service.handlers.removeNetworkPrinter({ printerId: id })
    expect(() => service.handlers.retryJob({ jobId: job.id })).toThrow('已经移除')
  })

  it('cancels a label under way and says how it may look', async () => {
    const { id } = await add()
    printer.fail({ kind: 'stall', afterBytes: HALF })
    const job = enqueue(id, 1)
    await reached(job, 'sending')
    await service.handlers.cancelJob({ jobId: job.id })
    await reached(job, 'cancelled', '可能印出半张标签')
  })
})
