import { createHash } from 'node:crypto'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { LabelDesign } from '../../../domain/labels/design/label-design.ts'
import type { SavedTemplate, TemplateUse } from '../../../domain/labels/design/saved-template.ts'
import { type LabelSize, labelSizeName } from '../../../domain/labels/label-size.ts'

const FINGERPRINT_DIGITS = 16

/** A template as it stands or as a version of it was kept. */
export interface Template {
  id: string
  body: LabelDesign & Pick<SavedTemplate, 'name' | 'revision'>
}

/** What a label's record says of the template it was drawn by. */
export function templateUse({ id, body }: Template): TemplateUse {
  return { id, name: body.name, revision: body.revision, fingerprint: fingerprint(body) }
}

/** The same for the same design, whatever the order in which its fields were stored. */
function fingerprint(design: LabelDesign): string {
  return createHash('sha256')
    .update(JSON.stringify(LabelDesign.parse(design)))
    .digest('hex')
    .slice(0, FINGERPRINT_DIGITS)
}

/** Fails `not-allowed`, in words, when what was designed for one paper is to be printed on another; the gap is the printer's own affair. */
export function requirePaper(designed: LabelSize, loaded: LabelSize, what: string): void {
  if (designed.widthMm === loaded.widthMm && designed.heightMm === loaded.heightMm) return
  throw new FailureError('not-allowed', {
    message: `${what}是 ${labelSizeName(designed)} 的，打印机设置的标签纸是 ${labelSizeName(loaded)}；请换用同样尺寸的模板，或在“标签打印机”中改标签纸`,
  })
}
