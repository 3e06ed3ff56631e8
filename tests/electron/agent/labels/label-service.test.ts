import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { FailureError } from '../../../../domain/contracts/failure.ts'
import { createGlyphRenderer } from '../../../../domain/labels/glyph-renderer.ts'
import { DEFAULT_LABEL_SIZE } from '../../../../domain/labels/label-size.ts'
import { parseLabelLink } from '../../../../domain/labels/label-code.ts'
import { Label } from '../../../../domain/labels/label.ts'
import type { Raster } from '../../../../domain/labels/raster.ts'
import { startingDesign } from '../../../../domain/labels/design/starting-design.ts'
import { createDesignRenderer } from '../../../../domain/labels/design/render-design.ts'
import { createLabelRenderer } from '../../../../domain/labels/render-label.ts'
import { DEFAULT_PRINTER_SETTINGS } from '../../../../domain/printing/printer-settings.ts'
import type { PrintJob } from '../../../../domain/printing/print-job.ts'
import { readLabelFont } from '../../../../electron/agent/hosting/label-font.ts'
import { createKeptDesigns } from '../../../../electron/agent/labels/kept-designs.ts'
import { createLabelService, type LabelServiceDeps } from '../../../../electron/agent/labels/label-service.ts'
import { createPrintOrders } from '../../../../electron/agent/labels/print-orders.ts'
import { inTransaction } from '../../../../electron/agent/storage/database.ts'
import { createMeta } from '../../../../electron/agent/storage/meta.ts'
import { testWorkspace } from '../../../support/test-workspace.ts'

const NAMES = { keyId: 'key-1', serialPrefix: '7K2M', linkBase: 'https://example.cn' }
const FIELDS = {
  projectId: 'project-1',
  building: 'A 座',
  system: '自动喷水灭火系统',
  maintainedOn: '2026-11-22',
  nextDueOn: '2026-12-22',
  contactPhone: '025-88888888',
}
const PERSON = { name: '南京安盾', account: '138****5671', role: 'organisation' as const }
const PRINT = { fields: FIELDS, printerId: 'file:printed', count: 1, copies: 1 }
const fonts = readLabelFont().then((bytes) => {
  const glyphs = createGlyphRenderer(bytes)
  return { ...createLabelRenderer(glyphs), ...createDesignRenderer(glyphs) }
})

async function setUp(changes: Partial<LabelServiceDeps> = {}) {
  const { workspace, db } = await testWorkspace()
  const jobs: { raster: Raster; title: string; labelId: string }[] = []
  const registered: string[] = []
  workspace.takePage('epoch', 3, records())
  const service = createLabelService({
    workspace: () => workspace,
    meta: createMeta(db),
    server: {
      registerKey: ({ publicKeyBase64 }) => {
        registered.push(publicKeyBase64)
        return Promise.resolve(NAMES)
      },
    },
    checking: {
      check: () => Promise.resolve({ state: 'unreadable', details: null, online: true }),
      refreshKeys: () => Promise.resolve(),
    },
    renderer: () => fonts,
    settingsOf: () => DEFAULT_PRINTER_SETTINGS,
    enqueue: (job) => {
      jobs.push(job)
      return aJob(job.labelId, jobs.length)
    },
    inTransaction: (work) => inTransaction(db, work),
    orders: createPrintOrders(db),
    designs: createKeptDesigns(db),
    person: () => PERSON,
    now: () => new Date('2026-11-22T08:00:00Z'),
    ...changes,
  })
  return { workspace, service, jobs, registered, orders: createPrintOrders(db) }
}

describe('labels', () => {
  it("are signed with the workstation's own registered key", async () => {
    const { service, workspace, registered } = await setUp()
    await service.registerKey(workspace)
    const [printed] = await service.handlers.print(PRINT)
    const { payload, signature, serial } = printed?.label ?? { payload: '', signature: '', serial: '' }
    const link = parseLabelLink(`${NAMES.linkBase}/l/${payload}.${signature}`)
    expect(link?.fields).toMatchObject({ keyId: 'key-1', serial, maintainedOn: '2026-11-22' })
    const spki = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(registered[0] ?? '', 'base64'),
    ])
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    expect(verify(null, Buffer.from(payload), key, link?.signature ?? Buffer.alloc(0))).toBe(true)
  })

  it('print the very dots of their preview', async () => {
    const { service, workspace, jobs } = await setUp()
    await service.registerKey(workspace)
    const preview = await service.handlers.preview({ fields: FIELDS, size: DEFAULT_LABEL_SIZE, dpi: 203 })
    expect(preview.problems).toEqual([])
    await service.handlers.print(PRINT)
    const { bits } = jobs[0]?.raster ?? { bits: Buffer.alloc(0) }
    expect(Buffer.from(bits).toString('base64')).toBe(preview.image.bitsBase64)
  })

  it('count on without a gap and never use a number twice', async () => {
    const { service, workspace } = await setUp()
    await service.registerKey(workspace)
    const printed = await service.handlers.print({ ...PRINT, count: 3 })
    const serials = printed.map(({ label }) => label.serial.slice(0, 11))
    expect(serials).toEqual(['7K2M-000001', '7K2M-000002', '7K2M-000003'])
    expect(workspace.counts().waiting).toBe(3)
  })

  it('lose neither number nor label when the print queue cannot take the job', async () => {
    const broken = () => {
      throw new FailureError('storage-full')
    }
    const { service, workspace } = await setUp({ enqueue: broken })
    await service.registerKey(workspace)
    await expect(service.handlers.print(PRINT)).rejects.toMatchObject({ failure: { code: 'storage-full' } })
    expect(workspace.list('label')).toEqual([])
    expect(workspace.counts().waiting).toBe(0)
    const preview = await service.handlers.preview({ fields: FIELDS, size: DEFAULT_LABEL_SIZE, dpi: 203 })
    expect(preview.serial.slice(0, 11)).toBe('7K2M-000001')
  })

  it('cannot be made before the key has been registered once, and say so', async () => {
    const { service } = await setUp()
    await expect(service.handlers.print(PRINT)).rejects.toThrow('首次打印维保标签前请连接服务器同步一次')
  })

  it.each([
    ['fields.nextDueOn', { nextDueOn: '2026-11-21' }, '不能早于维保日期'],
    ['fields.contactPhone', { contactPhone: '12' }, ''],
    ['fields.building', { building: '住户 11010519491231002X' }, '请删去'],
  ])('refuse a wrong %s at its field', async (path, wrong, words) => {
    const { service, workspace, jobs } = await setUp()
    await service.registerKey(workspace)
    const print = Promise.resolve(service.handlers.print({ ...PRINT, fields: { ...FIELDS, ...wrong } }))
    const error: unknown = await print.catch((failure: unknown) => failure)
    if (!(error instanceof FailureError)) throw new Error('nothing was refused')
    expect(error.failure.fields?.map((problem) => problem.path)).toEqual([path])
    expect(error.failure.fields?.[0]?.message).toContain(words)
    expect(jobs).toEqual([])
  })

  it('are reprinted as they are until they are withdrawn', async () => {
    const { service, workspace, jobs } = await setUp()
    await service.registerKey(workspace)
    const [printed] = await service.handlers.print(PRINT)
    const labelId = printed?.label.id ?? ''
    await service.handlers.reprint({ labelId, printerId: 'file:printed', copies: 1 })
    expect(jobs[1]?.raster.bits).toEqual(jobs[0]?.raster.bits)
    expect(() => service.handlers.withdraw({ labelId, reason: ' ' })).toThrow()
    await service.handlers.withdraw({ labelId, reason: '贴错位置' })
    await expect(service.handlers.reprint({ labelId, printerId: 'file:printed', copies: 1 })).rejects.toThrow(
      '已作废',
    )
  })

  it('are not made any more on a workstation that its organisation has shut out', async () => {
    const { service, workspace, jobs } = await setUp()
    await service.registerKey(workspace)
    workspace.setRevoked(true)
    await expect(service.handlers.print(PRINT)).rejects.toThrow('已被本机构停用')
    expect(jobs).toEqual([])
  })

  it('say who ordered each print and reprint, and by which version of the template', async () => {
    const { service, workspace, orders } = await setUp()
    await service.registerKey(workspace)
    workspace.change('label-template', savedTemplate(1), templateSave({}))
    const [printed] = await service.handlers.print({ ...PRINT, templateId: 'template-1' })
    const labelId = printed?.label.id ?? ''
    const again = await service.handlers.reprint({ labelId, printerId: 'file:printed', copies: 1 })
    expect(orders.of(printed?.job.id ?? '')).toEqual({
      labelId,
      kind: 'first',
      by: PERSON,
      template: printed?.label.template,
    })
    expect(orders.of(again.id)).toMatchObject({ kind: 'reprint', by: PERSON, template: { revision: 1 } })
  })

  it('are reprinted and saved by the version of the template they were issued with, whatever became of it', async () => {
    const { service, workspace, jobs, orders } = await setUp()
    await service.registerKey(workspace)
    workspace.change('label-template', savedTemplate(1), templateSave({}))
    const [printed] = await service.handlers.print({ ...PRINT, templateId: 'template-1' })
    const labelId = printed?.label.id ?? ''
    workspace.change('label-template', { ...savedTemplate(2), elements: [] }, templateSave({ elements: [] }))
    const again = await service.handlers.reprint({ labelId, printerId: 'file:printed', copies: 1 })
    expect(jobs[1]?.raster.bits).toEqual(jobs[0]?.raster.bits)
    expect(orders.of(again.id)?.template).toEqual(printed?.label.template)
    await service.handlers.saveAs({ labelId, size: DEFAULT_LABEL_SIZE, dpi: 203, format: 'png' })
    const [saved] = workspace.get('label', labelId)?.body.prints ?? []
    expect(saved).toMatchObject({ kind: 'file', by: PERSON, template: { revision: 1 } })
  })

  it('that another workstation issued by a version not kept here are reprinted by the present one, and the job says so', async () => {
    const { service, workspace, jobs, orders } = await setUp()
    await service.registerKey(workspace)
    workspace.change('label-template', savedTemplate(3), templateSave({}))
    const [printed] = await service.handlers.print(PRINT)
    const { id: labelId = '', ...label } = printed?.label ?? {}
    const template = { id: 'template-1', name: '大字', revision: 2, fingerprint: '0123456789abcdef' }
    const body = Label.parse({ ...label, template })
    workspace.change('label', body, {
      name: 'label.issue',
      version: 1,
      recordId: labelId,
      title: '',
      set: body,
    })
    const again = await service.handlers.reprint({ labelId, printerId: 'file:printed', copies: 1 })
    expect(jobs.at(-1)?.title).toContain('重打，模板第 3 版')
    expect(orders.of(again.id)?.template?.revision).toBe(3)
  })
})

function savedTemplate(revision: number) {
  const at = '2026-01-01T00:00:00.000Z'
  return { ...startingDesign(DEFAULT_LABEL_SIZE), name: '大字', revision, createdAt: at, removedAt: null }
}

function templateSave(set: Record<string, unknown>) {
  return { name: 'template.save' as const, version: 1, recordId: 'template-1', title: '保存标签模板', set }
}

function aJob(labelId: string, number: number): PrintJob {
  return {
    id: `job-${number}`,
    printerId: 'file:printed',
    printerName: '打印到文件',
    title: '维保标签',
    labelId,
    copies: 1,
    state: 'waiting',
    message: null,
    bytesTotal: 0,
    bytesSent: 0,
    createdAt: '2026-11-22T08:00:00.000Z',
    finishedAt: null,
  }
}

function records() {
  const at = '2026-01-01T00:00:00.000Z'
  return [
    {
      type: 'organisation' as const,
      id: 'organisation-1',
      rev: 1,
      changeSeq: 1,
      body: { name: '南京安盾消防技术服务有限公司', materials: null },
    },
    {
      type: 'engineer' as const,
      id: 'engineer-1',
      rev: 1,
      changeSeq: 2,
      body: { name: '苗佳', level: 'first', state: 'normal', joinedAt: at },
    },
    {
      type: 'project' as const,
      id: 'project-1',
      rev: 1,
      changeSeq: 3,
      body: { projectLeaderId: 'engineer-1', createdAt: at, conclusion: null },
    },
  ]
}
