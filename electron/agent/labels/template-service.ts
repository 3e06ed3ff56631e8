import { randomUUID } from 'node:crypto'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError, refuseProblems } from '../../../domain/contracts/failure.ts'
import { preventsPrinting } from '../../../domain/labels/design/design-problem.ts'
import type { LabelDesign } from '../../../domain/labels/design/label-design.ts'
import type { labelTemplatesAgentMethods } from '../../../domain/labels/design/label-templates-contract.ts'
import type { DesignRenderer } from '../../../domain/labels/design/render-design.ts'
import { sampleContent, type SampleKind } from '../../../domain/labels/design/sample-content.ts'
import type { SavedTemplate, TemplateFields } from '../../../domain/labels/design/saved-template.ts'
import { type Dpi, labelSizeName } from '../../../domain/labels/label-size.ts'
import { encodeRasterImage } from '../../../domain/labels/raster-image.ts'
import type { Raster } from '../../../domain/labels/raster.ts'
import type { PrintJob } from '../../../domain/printing/print-job.ts'
import type { PrinterSettings } from '../../../domain/printing/printer-settings.ts'
import { chinaDay } from '../../../domain/records/calendar.ts'
import { toView } from '../storage/record-view.ts'
import type { CurrentWorkspace, LocalRecord, Workspace } from '../storage/workspace.ts'
import { requirePaper } from './template-use.ts'

export interface TemplateServiceDeps {
  workspace: CurrentWorkspace
  renderer: () => Promise<DesignRenderer>
  /** Where labels' codes will point, so that a sample's symbol is as dense as theirs. */
  linkBase: () => string
  settingsOf: (printerId: string) => PrinterSettings
  enqueue: (job: { printerId: string; title: string; raster: Raster; copies: number }) => PrintJob
  now: () => Date
}

type Templates = CapabilityHandlers<typeof labelTemplatesAgentMethods>

/** The organisation's label templates 标签模板, kept and synced like every record; drawn here, so that the screen shows the printer's own dots. */
export function createTemplateService(deps: TemplateServiceDeps): Templates {
  const { workspace } = deps
  return {
    list: () =>
      workspace()
        .list('label-template')
        .filter(({ body }) => body.removedAt === null)
        .map(toView)
        .sort((one, other) => one.name.localeCompare(other.name, 'zh-CN')),
    save: ({ templateId, fields }) => save(deps, workspace(), templateId, fields),
    remove: ({ templateId }) => setRemoved(workspace(), templateId, deps.now().toISOString()),
    restore: ({ templateId }) => setRemoved(workspace(), templateId, null),
    preview: async ({ design, sample, dpi }) => {
      const { raster, problems } = await drawSample(deps, design, sample, dpi)
      return { image: encodeRasterImage(raster, dpi), problems }
    },
    printTest: async ({ design, sample, printerId }) => {
      const settings = deps.settingsOf(printerId)
      requirePaper(design.size, settings.size, '模板')
      const { raster, problems } = await drawSample(deps, design, sample, settings.dpi)
      if (preventsPrinting(problems)) {
        throw new FailureError('not-allowed', {
          message: problems.find(({ severity }) => severity === 'error')?.message ?? '',
        })
      }
      const title = `标签模板试样 ${labelSizeName(design.size)}`
      return deps.enqueue({ printerId, title, raster, copies: 1 })
    },
  }
}

async function drawSample(deps: TemplateServiceDeps, design: LabelDesign, sample: SampleKind, dpi: Dpi) {
  const renderer = await deps.renderer()
  const content = sampleContent(sample, deps.linkBase(), chinaDay(deps.now().getTime()))
  return renderer.renderDesign(design, content, dpi)
}

function save(deps: TemplateServiceDeps, own: Workspace, templateId: string | null, fields: TemplateFields) {
  const current = templateId === null ? null : find(own, templateId)
  const isTaken = own
    .list('label-template')
    .some(({ id, body }) => id !== templateId && body.removedAt === null && body.name === fields.name)
  refuseProblems({
    'fields.name': isTaken ? `已有名为“${fields.name}”的模板，请换一个名称` : null,
  })
  const body: SavedTemplate = {
    ...fields,
    revision: (current?.body.revision ?? 0) + 1,
    createdAt: current?.body.createdAt ?? deps.now().toISOString(),
    removedAt: current?.body.removedAt ?? null,
  }
  const saved = own.change('label-template', body, {
    name: 'template.save',
    version: 1,
    recordId: templateId ?? randomUUID(),
    title: `保存标签模板 ${fields.name}`,
    set: fields,
    fieldwise: true,
  })
  if (!saved) throw new Error('a template that was just saved is missing')
  return toView(saved)
}

function setRemoved(own: Workspace, templateId: string, removedAt: string | null) {
  const current = find(own, templateId)
  if ((current.body.removedAt === null) === (removedAt === null)) return toView(current)
  const isRemoved = removedAt !== null
  const changed = own.change(
    'label-template',
    { ...current.body, removedAt },
    {
      name: isRemoved ? 'template.remove' : 'template.restore',
      version: 1,
      recordId: templateId,
      title: `${isRemoved ? '删除' : '恢复'}标签模板 ${current.body.name}`,
      set: {},
    },
  )
  return toView(changed ?? current)
}

function find(own: Workspace, templateId: string): LocalRecord<'label-template'> {
  const template = own.get('label-template', templateId)
  if (!template) throw new FailureError('not-found', { message: '没有这个标签模板，请刷新列表后重试' })
  return template
}
