import { randomUUID } from 'node:crypto'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError, refuseProblems } from '../../../domain/contracts/failure.ts'
import { decodeBase64Url, encodeBase64Url } from '../../../domain/labels/base64.ts'
import { composeLabelLink, labelCodePayload } from '../../../domain/labels/label-code.ts'
import { composeLabelSerial } from '../../../domain/labels/label-serial.ts'
import type { Dpi, LabelSize } from '../../../domain/labels/label-size.ts'
import type { Label } from '../../../domain/labels/label.ts'
import type { labelsAgentMethods } from '../../../domain/labels/labels-contract.ts'
import { encodeRasterImage } from '../../../domain/labels/raster-image.ts'
import type { Raster } from '../../../domain/labels/raster.ts'
import type { LabelRenderer } from '../../../domain/labels/render-label.ts'
import type { PrintJob } from '../../../domain/printing/print-job.ts'
import type { PrinterSettings } from '../../../domain/printing/printer-settings.ts'
import type { ServerApi } from '../server-api.ts'
import type { Meta } from '../storage/meta.ts'
import { toView } from '../storage/record-view.ts'
import type { LocalRecord, Workspace } from '../storage/workspace.ts'
import { labelFacts, type LabelFacts } from './label-content-of.ts'
import { type LabelKey, openLabelKey } from './label-key.ts'

interface OwnWorkspace extends Workspace {
  readonly id: number
  readonly clientId: string
}

export interface LabelServiceDeps {
  workspace: () => OwnWorkspace
  meta: Meta
  server: ServerApi['labels']
  /** Made on first use: its glyphs are fitted once. */
  renderer: () => Promise<LabelRenderer>
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
    },
    registerKey: async (workspace) => {
      if (registeredInThisRun.has(workspace.id)) return
      const key = openLabelKey(deps.meta, workspace.id)
      const { publicKeyBase64 } = key
      key.register(await deps.server.registerKey({ publicKeyBase64, clientId: workspace.clientId }))
      registeredInThisRun.add(workspace.id)
    },
  }
}

type Methods = LabelService['handlers']

async function preview(
  deps: LabelServiceDeps,
  { fields, size, dpi }: Parameters<Methods['preview']>[0],
): Promise<Awaited<ReturnType<Methods['preview']>>> {
  const own = deps.workspace()
  const facts = labelFacts(own, fields)
  const key = openLabelKey(deps.meta, own.id)
  const signed = signLabel(key, facts, key.issued() + 1)
  const renderer = await deps.renderer()
  const { raster, problems } = draw(renderer, key, signed, size, dpi)
  return {
    image: encodeRasterImage(raster, dpi),
    serial: signed.serial,
    problems: problems.map(({ message }) => message),
  }
}

async function print(
  deps: LabelServiceDeps,
  { fields, printerId, count, copies }: Parameters<Methods['print']>[0],
): Promise<Awaited<ReturnType<Methods['print']>>> {
  const own = deps.workspace()
  const facts = labelFacts(own, fields)
  const { size, dpi } = deps.settingsOf(printerId)
  const key = openLabelKey(deps.meta, own.id)
  const renderer = await deps.renderer()
  return Array.from({ length: count }, () =>
    // Number, label, outgoing mutation and print job are on the disk together or not at all: no number is lost or used twice.
    deps.inTransaction(() => {
      const signed = signLabel(key, facts, key.takeNumber())
      const { raster } = draw(renderer, key, signed, size, dpi)
      const label = issue(own, signed, deps.now())
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

type SignedLabel = LabelFacts & Pick<Label, 'serial' | 'keyId' | 'payload' | 'signature'>

function signLabel(key: LabelKey, facts: LabelFacts, number: number): SignedLabel {
  const { keyId, serialPrefix } = key.registration()
  const serial = composeLabelSerial(serialPrefix, number)
  const payload = labelCodePayload({
    keyId,
    serial,
    maintainedOn: facts.maintainedOn,
    nextDueOn: facts.nextDueOn,
  })
  return { ...facts, serial, keyId, payload, signature: encodeBase64Url(key.sign(payload)) }
}

function draw(renderer: LabelRenderer, key: LabelKey, label: SignedLabel, size: LabelSize, dpi: Dpi) {
  const signature = decodeBase64Url(label.signature)
  if (signature === null) throw new Error('a stored label signature cannot be read')
  const qrText = composeLabelLink(key.registration().linkBase, label.payload, signature)
  return renderer.render({ ...label, qrText }, size, dpi)
}

function issue(own: Workspace, signed: SignedLabel, now: Date): LocalRecord<'label'> {
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

async function reprint(
  deps: LabelServiceDeps,
  { labelId, printerId, copies }: Parameters<Methods['reprint']>[0],
): Promise<PrintJob> {
  const own = deps.workspace()
  const { body } = find(own, labelId)
  if (body.withdrawn) throw new FailureError('not-allowed', { message: '这张标签已作废，请重新打印新标签' })
  const { size, dpi } = deps.settingsOf(printerId)
  const { raster } = draw(await deps.renderer(), openLabelKey(deps.meta, own.id), body, size, dpi)
  return deps.enqueue({ printerId, title: `维保标签 ${body.serial}（重打）`, raster, labelId, copies })
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
