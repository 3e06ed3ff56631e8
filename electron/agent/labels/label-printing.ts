import { randomUUID } from 'node:crypto'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError, refuseProblems } from '../../../domain/contracts/failure.ts'
import { type LabelPrint, type LabelPrinter, withPrint } from '../../../domain/labels/label-print.ts'
import type { Label } from '../../../domain/labels/label.ts'
import { LABELS_AT_ONCE, type labelsAgentMethods } from '../../../domain/labels/labels-contract.ts'
import { encodeRasterImage } from '../../../domain/labels/raster-image.ts'
import type { Raster } from '../../../domain/labels/raster.ts'
import type { PrintJob } from '../../../domain/printing/print-job.ts'
import type { PrinterSettings } from '../../../domain/printing/printer-settings.ts'
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
} from './draw-label.ts'
import type { KeptDesigns } from './kept-designs.ts'
import { labelFacts } from './label-content-of.ts'
import { openLabelKey } from './label-key.ts'
import type { PrintOrder, PrintOrders } from './print-orders.ts'
import { templateOfLabel } from './template-of-label.ts'
import { templateUse } from './template-use.ts'

export interface OwnWorkspace extends Workspace {
  readonly id: number
  readonly clientId: string
  /** When this workstation was shut out by its organisation, as far as it knows. */
  position(): { readonly revokedAt: string | null }
}

export interface LabelPrinting {
  workspace: () => OwnWorkspace
  meta: Meta
  /** Made on first use: its glyphs are fitted once. */
  renderer: () => Promise<LabelDrawing>
  settingsOf: (printerId: string) => PrinterSettings
  enqueue: (job: LabelJob) => PrintJob
  inTransaction: <T>(work: () => T) => T
  orders: Pick<PrintOrders, 'note'>
  designs: KeptDesigns
  /** Whoever is signed in; null for nobody. */
  person: () => LabelPrinter | null
  now: () => Date
}

interface LabelJob {
  printerId: string
  title: string
  raster: Raster
  labelId: string
  copies: number
}

type Methods = CapabilityHandlers<typeof labelsAgentMethods>

export async function printLabels(
  deps: LabelPrinting,
  { fields, printerId, count, copies, templateId, places }: Parameters<Methods['print']>[0],
): Promise<Awaited<ReturnType<Methods['print']>>> {
  const own = deps.workspace()
  refuseShutOut(own)
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
      const use = template && deps.designs.keep(template, deps.now().toISOString())
      const label = issue(own, { ...signed, ...(use && { template: use }) }, deps.now())
      const title = `维保标签 ${signed.serial}`
      const job = order(
        deps,
        { printerId, title, raster, labelId: label.id, copies },
        { kind: 'first', template: use },
      )
      return { label: toView(label), job }
    }),
  )
}

/** The job and who ordered it, for the register, are on the disk together. */
function order(
  deps: LabelPrinting,
  job: LabelJob,
  { kind, template }: Pick<PrintOrder, 'kind' | 'template'>,
): PrintJob {
  return deps.inTransaction(() => {
    const queued = deps.enqueue(job)
    const note = { labelId: job.labelId, kind, template, by: deps.person() }
    deps.orders.note(queued.id, note, deps.now().toISOString())
    return queued
  })
}

function issue(
  own: Workspace,
  signed: SignedLabel & Pick<Label, 'template'>,
  now: Date,
): LocalRecord<'label'> {
  const body: Label = { ...signed, issuedAt: now.toISOString(), prints: [], withdrawn: null }
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

export async function reprintLabel(
  deps: LabelPrinting,
  { labelId, printerId, copies }: Parameters<Methods['reprint']>[0],
): Promise<PrintJob> {
  const own = deps.workspace()
  refuseShutOut(own)
  const { body } = findValid(own, labelId)
  const { size, dpi } = deps.settingsOf(printerId)
  const key = openLabelKey(deps.meta, own.id)
  const { template, isOther } = templateOfLabel(own, deps.designs, body)
  const raster = printableDots(drawLabel(await deps.renderer(), key, body, { size, dpi, template }))
  const how = template && isOther ? `重打，模板第 ${template.body.revision} 版` : '重打'
  const job = { printerId, title: `维保标签 ${body.serial}（${how}）`, raster, labelId, copies }
  return order(deps, job, { kind: 'reprint', template: template && templateUse(template) })
}

/** A file can be printed anywhere: it counts as a print. */
export async function saveLabelAs(
  deps: LabelPrinting,
  { labelId, size: chosen, dpi, format }: Parameters<Methods['saveAs']>[0],
): Promise<Awaited<ReturnType<Methods['saveAs']>>> {
  const own = deps.workspace()
  const { body } = findValid(own, labelId)
  const { template } = templateOfLabel(own, deps.designs, body)
  const size = template?.body.size ?? chosen
  const key = openLabelKey(deps.meta, own.id)
  const raster = printableDots(drawLabel(await deps.renderer(), key, body, { size, dpi, template }))
  const by = deps.person()
  const print: LabelPrint = {
    at: deps.now().toISOString(),
    printer: format === 'pdf' ? 'PDF 文件' : 'PNG 图片',
    copies: 1,
    outcome: 'confirmed',
    kind: 'file',
    template: template && templateUse(template),
    ...(by && { by }),
  }
  own.change(
    'label',
    { ...body, prints: withPrint(body.prints, print) },
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

/** What it signs now would be taken for genuine by nobody. */
function refuseShutOut(own: OwnWorkspace): void {
  if (own.position().revokedAt === null) return
  throw new FailureError('workstation-revoked', {
    message: '这台工作站已被本机构停用，打印出的标签不再有效，请在其他工作站打印',
  })
}

export function findLabel(own: Workspace, labelId: string): LocalRecord<'label'> {
  const label = own.get('label', labelId)
  if (!label) throw new FailureError('not-found', { message: '没有这张标签，请刷新列表后重试' })
  return label
}

function findValid(own: Workspace, labelId: string): LocalRecord<'label'> {
  const label = findLabel(own, labelId)
  if (label.body.withdrawn)
    throw new FailureError('not-allowed', { message: '这张标签已作废，请重新打印新标签' })
  return label
}
