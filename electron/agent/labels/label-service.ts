import { randomUUID } from 'node:crypto'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError, refuseProblems } from '../../../domain/contracts/failure.ts'
import type { Label } from '../../../domain/labels/label.ts'
import { LABELS_AT_ONCE, type labelsAgentMethods } from '../../../domain/labels/labels-contract.ts'
import { encodeRasterImage } from '../../../domain/labels/raster-image.ts'
import type { Raster } from '../../../domain/labels/raster.ts'
import type { PrintJob } from '../../../domain/printing/print-job.ts'
import type { PrinterSettings } from '../../../domain/printing/printer-settings.ts'
import type { ServerApi } from '../server-api.ts'
import type { Meta } from '../storage/meta.ts'
import { toView } from '../storage/record-view.ts'
import type { LocalRecord, Workspace } from '../storage/workspace.ts'
import {
  drawLabel,
  findTemplate,
  type LabelDrawing,
  printableDots,
  type SignedLabel,
  signLabel,
  type Template,
} from './draw-label.ts'
import type { LabelCheckService } from './label-check-service.ts'
import { labelFacts } from './label-content-of.ts'
import { openLabelKey } from './label-key.ts'
import { templateUse } from './template-use.ts'

interface OwnWorkspace extends Workspace {
  readonly id: number
  readonly clientId: string
}

export interface LabelServiceDeps {
  workspace: () => OwnWorkspace
  meta: Meta
  server: Pick<ServerApi['labels'], 'registerKey'>
  checking: LabelCheckService
  /** Made on first use: its glyphs are fitted once. */
  renderer: () => Promise<LabelDrawing>
  settingsOf: (printerId: string) => PrinterSettings
  enqueue: (job: {
    printerId: string
    title: string
    raster: Raster
    labelId: string
    copies: number
  }) => PrintJob
  inTransaction: <T>(work: () => T) => T
  now: () => Date
}

export interface LabelService {
  handlers: CapabilityHandlers<typeof labelsAgentMethods>
  /** Gets the workspace's signing key its names from the server, once in a run of the program: the link base may have moved. */
  registerKey(workspace: OwnWorkspace): Promise<void>
}

/** Maintenance labels: issued and signed here, so that printing works offline; the server hears of each by its mutation. */
export function createLabelService(deps: LabelServiceDeps): LabelService {
  const registeredInThisRun = new Set<number>()
  return {
    handlers: {
      list: ({ projectId }) =>
        deps
          .workspace()
          .list('label')
          .filter(({ body }) => projectId === null || body.projectId === projectId)
          .map(toView)
          .sort((one, other) => other.issuedAt.localeCompare(one.issuedAt)),
      preview: (choice) => preview(deps, choice),
      print: (order) => print(deps, order),
      reprint: (order) => reprint(deps, order),
      withdraw: (request) => toView(withdraw(deps, request)),
      saveAs: (request) => saveAs(deps, request),
      check: ({ text }) => deps.checking.check(text),
    },
    registerKey: async (workspace) => {
      if (registeredInThisRun.has(workspace.id)) return
      const key = openLabelKey(deps.meta, workspace.id)
      const { publicKeyBase64 } = key
      key.register(await deps.server.registerKey({ publicKeyBase64, clientId: workspace.clientId }))
      await deps.checking.refreshKeys()
      registeredInThisRun.add(workspace.id)
    },
  }
}

type Methods = LabelService['handlers']

async function preview(
  deps: LabelServiceDeps,
  { fields, size, dpi, templateId }: Parameters<Methods['preview']>[0],
): Promise<Awaited<ReturnType<Methods['preview']>>> {
  const own = deps.workspace()
  const facts = labelFacts(own, fields)
  const key = openLabelKey(deps.meta, own.id)
  const signed = signLabel(key, facts, key.issued() + 1)
  const template = findTemplate(own, templateId)
  const drawn = drawLabel(await deps.renderer(), key, signed, { size, dpi, template })
  return {
    image: encodeRasterImage(drawn.raster, dpi),
    serial: signed.serial,
    problems: drawn.problems,
    blocked: drawn.blocked,
  }
}

async function print(
  deps: LabelServiceDeps,
  { fields, printerId, count, copies, templateId, places }: Parameters<Methods['print']>[0],
): Promise<Awaited<ReturnType<Methods['print']>>> {
  const own = deps.workspace()
  const wanted = places ?? [{ building: fields.building, system: fields.system }]
  const total = wanted.length * count
  refuseProblems({
    count:
      total < 1 || total > LABELS_AT_ONCE
        ? `一次应打印 1 至 ${LABELS_AT_ONCE} 张，现在是 ${wanted.length} 处 × ${count} 张 = ${total} 张`
        : null,
  })
  // All places are looked at before the first number is taken.
  const facts = wanted.flatMap((place) => {
    const ofPlace = labelFacts(own, { ...fields, ...place })
    return Array.from({ length: count }, () => ofPlace)
  })
  const { size, dpi } = deps.settingsOf(printerId)
  const key = openLabelKey(deps.meta, own.id)
  const renderer = await deps.renderer()
  const template = findTemplate(own, templateId)
  return facts.map((ofLabel) =>
    // Number, label, outgoing mutation and print job are on the disk together or not at all: no number is lost or used twice.
    deps.inTransaction(() => {
      const signed = signLabel(key, ofLabel, key.takeNumber())
      const raster = printableDots(drawLabel(renderer, key, signed, { size, dpi, template }))
      const label = issue(own, signed, template, deps.now())
      const job = deps.enqueue({
        printerId,
        title: `维保标签 ${signed.serial}`,
        raster,
        labelId: label.id,
        copies,
      })
      return { label: toView(label), job }
    }),
  )
}

function issue(
  own: Workspace,
  signed: SignedLabel,
  template: Template | null,
  now: Date,
): LocalRecord<'label'> {
  const body: Label = {
    ...signed,
    issuedAt: now.toISOString(),
    prints: [],
    withdrawn: null,
    ...(template && { template: templateUse(template) }),
  }
  const label = own.change('label', body, {
    name: 'label.issue',
    version: 1,
    recordId: randomUUID(),
    title: `签发维保标签 ${signed.serial}`,
    set: body,
  })
  if (!label) throw new Error('a label that was just issued is missing')
  return label
}

async function reprint(
  deps: LabelServiceDeps,
  { labelId, printerId, copies }: Parameters<Methods['reprint']>[0],
): Promise<PrintJob> {
  const own = deps.workspace()
  const { body } = findValid(own, labelId)
  const { size, dpi } = deps.settingsOf(printerId)
  const key = openLabelKey(deps.meta, own.id)
  const template = findTemplate(own, body.template?.id)
  const raster = printableDots(drawLabel(await deps.renderer(), key, body, { size, dpi, template }))
  return deps.enqueue({ printerId, title: `维保标签 ${body.serial}（重打）`, raster, labelId, copies })
}

/** A file can be printed anywhere: it counts as a print. */
async function saveAs(
  deps: LabelServiceDeps,
  { labelId, size: chosen, dpi, format }: Parameters<Methods['saveAs']>[0],
): Promise<Awaited<ReturnType<Methods['saveAs']>>> {
  const own = deps.workspace()
  const { body } = findValid(own, labelId)
  const template = findTemplate(own, body.template?.id)
  const size = template?.body.size ?? chosen
  const key = openLabelKey(deps.meta, own.id)
  const raster = printableDots(drawLabel(await deps.renderer(), key, body, { size, dpi, template }))
  const print: Label['prints'][number] = {
    at: deps.now().toISOString(),
    printer: format === 'pdf' ? 'PDF 文件' : 'PNG 图片',
    copies: 1,
    outcome: 'confirmed',
  }
  own.change(
    'label',
    { ...body, prints: [...body.prints, print] },
    {
      name: 'label.record-print',
      version: 1,
      recordId: labelId,
      title: `另存维保标签 ${body.serial}`,
      set: print,
    },
  )
  return { image: encodeRasterImage(raster, dpi), size }
}

function findValid(own: Workspace, labelId: string): LocalRecord<'label'> {
  const label = find(own, labelId)
  if (label.body.withdrawn)
    throw new FailureError('not-allowed', { message: '这张标签已作废，请重新打印新标签' })
  return label
}

function withdraw(
  deps: LabelServiceDeps,
  { labelId, reason: typed }: Parameters<Methods['withdraw']>[0],
): LocalRecord<'label'> {
  const own = deps.workspace()
  const label = find(own, labelId)
  if (label.body.withdrawn) return label
  const reason = typed.trim()
  refuseProblems({ reason: reason === '' ? '请填写作废原因' : null })
  const body = { ...label.body, withdrawn: { at: deps.now().toISOString(), reason } }
  const changed = own.change('label', body, {
    name: 'label.withdraw',
    version: 1,
    recordId: labelId,
    title: `作废维保标签 ${body.serial}`,
    set: { reason },
  })
  return changed ?? label
}

function find(own: Workspace, labelId: string): LocalRecord<'label'> {
  const label = own.get('label', labelId)
  if (!label) throw new FailureError('not-found', { message: '没有这张标签，请刷新列表后重试' })
  return label
}
