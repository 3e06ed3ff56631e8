import { z } from 'zod'
import { LabelDesign } from '../../../domain/labels/design/label-design.ts'
import type { TemplateFields } from '../../../domain/labels/design/saved-template.ts'
import { merge3 } from '../../../domain/sync/merge.ts'

/** What the designer was opened with, to put another workstation's save together with. */
const DraftBase = z.object({ revision: z.number(), name: z.string(), design: LabelDesign })
export type DraftBase = z.infer<typeof DraftBase>
const DraftContent = z.object({
  name: z.string().catch(''),
  design: LabelDesign,
  base: DraftBase.nullable().catch(null),
})

/** Whatever an older program may have put into a draft: a design that does not parse is left out. */
export function templateOfDraft(content: Record<string, unknown>): {
  name: string
  design: LabelDesign | null
  base: DraftBase | null
} {
  const parsed = DraftContent.safeParse(content)
  if (parsed.success) return parsed.data
  return { name: typeof content['name'] === 'string' ? content['name'] : '', design: null, base: null }
}

export function fieldsOf(name: string, { size, direction, elements }: LabelDesign): TemplateFields {
  return { name, size, direction, elements }
}

export function baseOf({
  revision,
  name,
  size,
  direction,
  elements,
}: TemplateFields & { revision: number }): DraftBase {
  return { revision, name, design: { size, direction, elements } }
}

/**
 * What stands in the designer once another workstation's change has come: both sides' elements, and where both changed the same one what the other
 * made of it. null when the two do not make a design together; then what stands here stays.
 */
export function withTheirs(
  base: TemplateFields,
  mine: TemplateFields,
  theirs: TemplateFields,
): { name: string; design: LabelDesign; isConflict: boolean } | null {
  const { merged, conflicts } = merge3({ ...base }, { ...mine }, { ...theirs })
  const design = LabelDesign.safeParse(merged)
  if (!design.success) return null
  const name = typeof merged['name'] === 'string' ? merged['name'] : mine.name
  return { name, design: design.data, isConflict: conflicts.length > 0 }
}
