import { z } from 'zod'
import { chinaDay } from '../records/calendar.ts'
import type { LabelCodeFields } from './label-code.ts'
import { parseLabelSerial } from './label-serial.ts'

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
  /** Of a stopped key: the labels with numbers up to this had been reported before. Missing from older servers. */
  lastNumber: z.number().int().nullable().optional(),
})
export type PublishedLabelKey = z.infer<typeof PublishedLabelKey>

/**
 * Whether a label with a stopped key's right signature was signed before the key was stopped, as far as its code tells: it was reported until then by its
 * number, and its day is not after. A code holds no time of signing, and whoever has the key may write any day: only the server knows for certain.
 */
export function isFromBeforeStop(
  { revokedAt, lastNumber }: Pick<PublishedLabelKey, 'revokedAt' | 'lastNumber'>,
  { serial, maintainedOn }: Pick<LabelCodeFields, 'serial' | 'maintainedOn'>,
): boolean {
  if (revokedAt === null) return true
  const number = parseLabelSerial(serial)?.counter
  if (number === undefined || lastNumber === undefined || lastNumber === null) return false
  return number <= lastNumber && maintainedOn <= chinaDay(Date.parse(revokedAt))
}

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
