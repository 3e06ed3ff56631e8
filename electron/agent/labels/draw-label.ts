import { FailureError } from '../../../domain/contracts/failure.ts'
import { decodeBase64Url, encodeBase64Url } from '../../../domain/labels/base64.ts'
import { preventsPrinting } from '../../../domain/labels/design/design-problem.ts'
import type { DesignRenderer } from '../../../domain/labels/design/render-design.ts'
import { composeLabelLink, labelCodePayload } from '../../../domain/labels/label-code.ts'
import { composeLabelSerial } from '../../../domain/labels/label-serial.ts'
import type { Dpi, LabelSize } from '../../../domain/labels/label-size.ts'
import type { Label } from '../../../domain/labels/label.ts'
import type { Raster } from '../../../domain/labels/raster.ts'
import type { LabelRenderer } from '../../../domain/labels/render-label.ts'
import type { Workspace } from '../storage/workspace.ts'
import type { LabelFacts } from './label-content-of.ts'
import type { LabelKey } from './label-key.ts'
import { requirePaper, type Template } from './template-use.ts'

export type SignedLabel = LabelFacts & Pick<Label, 'serial' | 'keyId' | 'payload' | 'signature'>

/** Draws by the built-in layout and by the organisation's own templates. */
export type LabelDrawing = LabelRenderer & DesignRenderer

export interface DrawnLabel {
  raster: Raster
  /** Chinese, what prevents printing first. */
  problems: string[]
  blocked: boolean
}

export function signLabel(key: LabelKey, facts: LabelFacts, number: number): SignedLabel {
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

/** The label's dots, by its template where it has one. Fails `not-allowed` when that was made for another paper. */
export function drawLabel(
  renderer: LabelDrawing,
  key: LabelKey,
  label: SignedLabel,
  { size, dpi, template }: { size: LabelSize; dpi: Dpi; template: Template | null },
): DrawnLabel {
  const signature = decodeBase64Url(label.signature)
  if (signature === null) throw new Error('a stored label signature cannot be read')
  const content = {
    ...label,
    qrText: composeLabelLink(key.registration().linkBase, label.payload, signature),
  }
  if (template === null) {
    const { raster, problems } = renderer.render(content, size, dpi)
    return { raster, problems: problems.map(({ message }) => message), blocked: false }
  }
  requirePaper(template.body.size, size, `模板“${template.body.name}”`)
  const { raster, problems } = renderer.renderDesign({ ...template.body, size }, content, dpi)
  const errors = problems.filter(({ severity }) => severity === 'error')
  const warnings = problems.filter(({ severity }) => severity === 'warning')
  return {
    raster,
    problems: [...errors, ...warnings].map(({ message }) => message),
    blocked: preventsPrinting(problems),
  }
}

/** Fails `not-allowed` with the reason instead of giving dots that must not be printed. */
export function printableDots(drawn: DrawnLabel): Raster {
  if (!drawn.blocked) return drawn.raster
  throw new FailureError('not-allowed', { message: drawn.problems[0] ?? '标签模板不符合要求，请先修改模板' })
}

/** null for the built-in layout. */
export function findTemplate(own: Workspace, templateId: string | null | undefined): Template | null {
  if (templateId === null || templateId === undefined) return null
  const template = own.get('label-template', templateId)
  if (!template) throw new FailureError('not-found', { message: '没有这个标签模板，请重新选择' })
  return template
}
