import type { TemplateView } from '../../../domain/labels/design/label-templates-contract.ts'
import type { LabelSize } from '../../../domain/labels/label-size.ts'
import type { LabelView } from '../../../domain/labels/labels-contract.ts'

/** The built-in layout, as the choice among templates names it. */
export const STANDARD = 'standard'
export const STANDARD_NAME = '标准版式'

export function templatesForPaper(templates: readonly TemplateView[], paper: LabelSize): TemplateView[] {
  return templates.filter(({ size }) => size.widthMm === paper.widthMm && size.heightMm === paper.heightMm)
}

/**
 * The template to print by: the chosen one, else the one that the project's newest label on this paper was printed by. null is the built-in layout; a
 * choice that does not fit the paper, or is no longer there, counts as none.
 */
export function templateToUse(
  chosen: string,
  fitting: readonly TemplateView[],
  labels: readonly LabelView[],
  projectId: string,
): TemplateView | null {
  if (chosen === STANDARD) return null
  const byId = (id: string | undefined) => fitting.find((template) => template.id === id) ?? null
  if (chosen !== '') return byId(chosen)
  const newest = labels
    .filter((label) => label.projectId === projectId)
    .reduce<LabelView | null>((last, label) => (last && last.issuedAt >= label.issuedAt ? last : label), null)
  return byId(newest?.template?.id)
}
