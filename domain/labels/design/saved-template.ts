import { z } from 'zod'
import { Instant } from '../../records/instants.ts'
import { LabelDesign } from './label-design.ts'

export const TEMPLATE_NAME_MAX = 30

/** What a workstation may change of a template. `elements` merge one by one by their ids when two workstations changed them. */
export const TemplateFields = LabelDesign.extend({
  name: z
    .string()
    .trim()
    .min(1, '请填写模板名称')
    .max(TEMPLATE_NAME_MAX, `模板名称不得超过 ${TEMPLATE_NAME_MAX} 个字`),
})
export type TemplateFields = z.infer<typeof TemplateFields>

/** A design that the organisation keeps 标签模板. */
export const SavedTemplate = TemplateFields.extend({
  /** Counts the saves the server has taken; a workstation shows one more while its own is on the way. */
  revision: z.number().int().min(1),
  createdAt: Instant,
  /** Set while the template is in no list any more; labels printed by it name it still. */
  removedAt: Instant.nullable(),
})
export type SavedTemplate = z.infer<typeof SavedTemplate>

/** By which template a label was printed; `fingerprint` tells apart what two workstations offline both call revision 3. */
export const TemplateUse = z.object({
  id: z.string(),
  name: z.string(),
  revision: z.number().int().min(1),
  /** First 16 hexadecimal digits of the SHA-256 of the design's canonical JSON. */
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
})
export type TemplateUse = z.infer<typeof TemplateUse>
