import { z } from 'zod'

/** What a check says of a label, in the order of how much there is to know. */
export const LabelCheckState = z.enum([
  'genuine',
  'expired',
  'withdrawn',
  'unreported',
  'key-revoked',
  'forged',
  'unknown-key',
  'unknown-serial',
  'unreadable',
])
export type LabelCheckState = z.infer<typeof LabelCheckState>

/** What is known of the label; '' where this is not known. The leader's name comes shortened: labels hang in public. */
export const LabelCheckDetails = z.object({
  organisationName: z.string(),
  serial: z.string(),
  maintainedOn: z.string(),
  nextDueOn: z.string(),
  building: z.string(),
  system: z.string(),
  projectLeader: z.string(),
  withdrawnReason: z.string(),
})
export type LabelCheckDetails = z.infer<typeof LabelCheckDetails>

export const LabelCheck = z.object({ state: LabelCheckState, details: LabelCheckDetails.nullable() })
export type LabelCheck = z.infer<typeof LabelCheck>

/** One signing key as the server publishes it at /.well-known/label-keys.json. */
export const PublishedLabelKey = z.object({
  keyId: z.string(),
  publicKeyBase64: z.string(),
  serialPrefix: z.string(),
  organisationName: z.string(),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
})
export type PublishedLabelKey = z.infer<typeof PublishedLabelKey>

export const PublishedLabelKeys = z.object({
  algorithm: z.literal('Ed25519'),
  keys: z.array(PublishedLabelKey),
})
export type PublishedLabelKeys = z.infer<typeof PublishedLabelKeys>

/** What was typed, scanned or read from a picture, as the check takes it. */
export const LabelCheckText = z
  .string()
  .trim()
  .min(1, '请输入标签编号或扫描标签上的二维码')
  .max(400, '内容过长，不是标签编号或标签上的二维码')
