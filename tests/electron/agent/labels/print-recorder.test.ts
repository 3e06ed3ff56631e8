import { describe, expect, it } from 'vitest'
import { Label } from '../../../../domain/labels/label.ts'
import type { PrintJob } from '../../../../domain/printing/print-job.ts'
import { createPrintOrders } from '../../../../electron/agent/labels/print-orders.ts'
import { createPrintRecorder } from '../../../../electron/agent/labels/print-recorder.ts'
import { testWorkspace } from '../../../support/test-workspace.ts'

const AT = '2026-11-22T08:00:00.000Z'
const LATER = '2026-11-22T08:05:00.000Z'
const PERSON = { name: '南京安盾', account: '138****5671', role: 'organisation' as const }
const JOB: PrintJob = {
  id: 'job-1',
  printerId: 'usb:1',
  printerName: 'Gprinter GP-3120TU',
  title: '维保标签',
  labelId: 'label-1',
  copies: 2,
  state: 'confirmed',
  message: null,
  bytesTotal: 10,
  bytesSent: 10,
  createdAt: AT,
  finishedAt: AT,
}

async function setUp() {
  const { workspace, db } = await testWorkspace()
  const body = Label.parse({
    projectId: 'project-1',
    building: '',
    system: '',
    maintainedOn: '2026-11-22',
    nextDueOn: '',
    contactPhone: '',
    serial: '7K2M-000001-2',
    organisationName: '',
    projectLeader: '',
    keyId: 'k',
    payload: 'p',
    signature: 's',
    issuedAt: AT,
    prints: [],
    withdrawn: null,
  })
  workspace.change('label', body, {
    name: 'label.issue',
    version: 1,
    recordId: 'label-1',
    title: '',
    set: body,
  })
  const orders = createPrintOrders(db)
  const recorder = createPrintRecorder({
    db,
    orders,
    workspaceHolding: () => workspace,
    now: () => new Date(AT),
  })
  const prints = () => workspace.get('label', 'label-1')?.body.prints ?? []
  const told = () => workspace.pending(['label.record-print']).length
  return { orders, recorder, prints, told }
}

describe('the register of prints', () => {
  it('holds who ordered a print, how, and by which template', async () => {
    const { orders, recorder, prints } = await setUp()
    const template = { id: 't', name: '大字', revision: 3, fingerprint: '0123456789abcdef' }
    orders.note('job-1', { labelId: 'label-1', kind: 'reprint', by: PERSON, template }, AT)
    recorder.record(JOB)
    expect(prints()).toEqual([
      {
        at: AT,
        printer: 'Gprinter GP-3120TU',
        copies: 2,
        outcome: 'confirmed',
        jobId: 'job-1',
        kind: 'reprint',
        by: PERSON,
        template,
      },
    ])
  })

  it('takes each job once, and only when it has ended at the printer', async () => {
    const { recorder, prints, told } = await setUp()
    for (const state of ['waiting', 'sending', 'needs-attention'] as const)
      recorder.record({ ...JOB, state, finishedAt: null })
    recorder.record({ ...JOB, state: 'cancelled' })
    expect(told()).toBe(0)
    recorder.record(JOB)
    recorder.record(JOB)
    recorder.catchUp([JOB], () => JOB)
    expect(prints()).toHaveLength(1)
    expect(told()).toBe(1)
  })

  it('raises what was sent only, once a person has seen the label or it was sent anew', async () => {
    const { recorder, prints } = await setUp()
    recorder.record({ ...JOB, state: 'sent' })
    recorder.record({ ...JOB, state: 'confirmed', finishedAt: LATER })
    expect(prints().map(({ at, outcome }) => [at, outcome])).toEqual([[LATER, 'confirmed']])
  })

  it('takes what finished before the last end of the program, however many jobs stand behind it', async () => {
    const { recorder, prints } = await setUp()
    const behind = Array.from({ length: 700 }, (_, number) => ({ id: `gone-${number}`, finishedAt: AT }))
    recorder.catchUp([JOB, ...behind], (id) => (id === JOB.id ? JOB : null))
    expect(prints()).toHaveLength(1)
  })
})
