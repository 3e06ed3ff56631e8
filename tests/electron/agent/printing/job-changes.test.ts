import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PrintJob } from '../../../../domain/printing/print-job.ts'
import { createJobChanges } from '../../../../electron/agent/printing/job-changes.ts'
import {
  createPrintJobRepository,
  type PrintJobRepository,
} from '../../../../electron/agent/printing/print-job-repository.ts'
import { createPrinterRepository } from '../../../../electron/agent/printing/printer-repository.ts'
import { migrate } from '../../../../electron/agent/storage/migrations.ts'
import { specimenRaster } from '../../../support/print-driver/specimen-raster.ts'

const AT = '2026-11-22T08:00:00.000Z'
const PAPER = { size: { widthMm: 60, heightMm: 40, gapMm: 2 }, dpi: 203 } as const
const SENT = { state: 'sent', message: null, bytesSent: 10 } as const
const CONFIRMED = { state: 'confirmed', message: null, finishedAt: AT } as const

describe('changes of print jobs', () => {
  let db: Sqlite.Database
  let jobs: PrintJobRepository
  let told: { job: PrintJob; isOnDisk: boolean }[]
  let logged: string[]

  beforeEach(() => {
    db = new Sqlite(':memory:')
    migrate(db)
    jobs = createPrintJobRepository(db)
    told = []
    logged = []
    createPrinterRepository(db).remember(
      { id: 'usb:1', transport: 'usb', maker: 'A', model: 'B', serial: null, language: 'tspl', dpi: 203 },
      AT,
    )
    for (const id of ['one', 'two']) {
      const raster = specimenRaster(1)
      jobs.add({
        id,
        printerId: 'usb:1',
        title: id,
        labelId: id,
        copies: 1,
        paper: PAPER,
        raster,
        createdAt: AT,
      })
    }
  })
  afterEach(() => db.close())

  const changes = (registerPrint: (job: PrintJob) => void) =>
    createJobChanges({
      jobs,
      registerPrint,
      onJobChanged: (job) => told.push({ job, isOnDisk: !db.inTransaction }),
      log: { info: () => undefined, warn: () => undefined, error: (message) => logged.push(message) },
    })

  it('end one label, register it and begin the next in one transaction, and are told of afterwards', () => {
    const registered: { job: PrintJob; isWithin: boolean }[] = []
    const made = changes((job) => registered.push({ job, isWithin: db.inTransaction }))
    expect(made.apply([{ jobId: 'one', to: CONFIRMED }], () => jobs.beginSending('two', 10))).toBe(true)
    expect(registered).toMatchObject([{ job: { id: 'one', state: 'confirmed' }, isWithin: true }])
    expect(told).toMatchObject([{ job: { id: 'one', state: 'confirmed' }, isOnDisk: true }])
    expect(jobs.get('two')?.state).toBe('sending')
  })

  it('are not there, nor told of, when one of them cannot be written', () => {
    const made = changes(() => undefined)
    const fail = () => {
      throw new Error('the disk is full')
    }
    expect(() => {
      made.apply([{ jobId: 'one', to: SENT }], fail)
    }).toThrow('the disk is full')
    expect(jobs.get('one')?.state).toBe('waiting')
    expect(told).toEqual([])
  })

  it('are kept when the register fails, which the next start makes good', () => {
    const made = changes(() => {
      throw new Error('no such label')
    })
    made.apply([{ jobId: 'one', to: CONFIRMED }], () => undefined)
    expect(jobs.get('one')?.state).toBe('confirmed')
    expect(logged).toEqual(['registering job one: no such label'])
  })
})
