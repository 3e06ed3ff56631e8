import type { Label } from '../../../domain/labels/label.ts'
import type { Workspace } from '../storage/workspace.ts'
import { findTemplate } from './draw-label.ts'
import type { KeptDesigns } from './kept-designs.ts'
import { type Template, templateUse } from './template-use.ts'

export interface TemplateOfLabel {
  /** null for the built-in layout. */
  template: Template | null
  /** Not the version the label was issued with: this workstation never had that one. */
  isOther: boolean
}

/**
 * By what a label is drawn once more: the very version of the template that it was issued with, as it stands or as it was kept here. Where another
 * workstation issued the label and the template was changed since, the version of now. Fails `not-found` where there is none at all.
 */
export function templateOfLabel(
  own: Workspace,
  designs: KeptDesigns,
  { template: use }: Pick<Label, 'template'>,
): TemplateOfLabel {
  if (!use) return { template: null, isOther: false }
  const kept = designs.find(use)
  if (kept) return { template: kept, isOther: false }
  const current = findTemplate(own, use.id)
  return { template: current, isOther: !current || templateUse(current).fingerprint !== use.fingerprint }
}
