import { z } from 'zod'
import { Day, Instant } from '../records/instants.ts'
import { TemplateUse } from './design/saved-template.ts'
import { LabelPrint } from './label-print.ts'

/** What the handler chooses for one label; the rest of its content follows from the project. */
export const LabelFields = z.object({
  projectId: z.string(),
  building: z.string(), // 建筑/部位
  system: z.string(), // 设施系统
  maintainedOn: Day,
  nextDueOn: z.union([Day, z.literal('')]),
  contactPhone: z.string(),
})
export type LabelFields = z.infer<typeof LabelFields>

/**
 * An issued label 维保标签. It is signed on the workstation (Ed25519, key registered with the server), so that it can be
 * printed offline; `payload` and `signature` are what its QR code carries.
 */
export const Label = LabelFields.extend({
  serial: z.string(),
  organisationName: z.string(),
  projectLeader: z.string(),
  keyId: z.string(),
  payload: z.string(),
  signature: z.string(),
  issuedAt: Instant,
  prints: z.array(LabelPrint),
  withdrawn: z.object({ at: Instant, reason: z.string() }).nullable(),
  /** Missing on labels of the built-in layout 标准版式. */
  template: TemplateUse.optional(),
})
export type Label = z.infer<typeof Label>
