import { z } from 'zod'
import { decodeBase64Url, encodeBase64Url } from './base64.ts'
import { LabelSerial } from './label-serial.ts'

/**
 * The link in a label's QR code: `<server>/l/<payload>.<signature>`. The payload is base64url of
 * `1|key id|serial|maintained yyyymmdd|next due yyyymmdd or nothing`; the signature is Ed25519 (64 bytes)
 * over the payload's own ASCII characters. Who holds the published key can check a label without the server.
 * Signing and verifying belong to the caller: this room holds no cryptography.
 */
export const LabelCodeFields = z.object({
  /** Names the key that signed, so that keys can be replaced while old labels stay checkable. */
  keyId: z.string().regex(/^[A-Za-z0-9_-]{1,16}$/),
  serial: LabelSerial,
  maintainedOn: z.iso.date(),
  nextDueOn: z.union([z.iso.date(), z.literal('')]),
})
export type LabelCodeFields = z.infer<typeof LabelCodeFields>

export type LabelLink = {
  /** The server's address as the link names it; the scanner decides whether it trusts it. */
  base: string
  payload: string
  fields: LabelCodeFields
  signature: Uint8Array
}

const VERSION = '1'
const SIGNATURE_BYTES = 64
const LINK = /^(https?:\/\/\S+?)\/l\/([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{86})$/

/** The payload to be signed. Throws ZodError for fields that make no label. */
export function labelCodePayload(fields: LabelCodeFields): string {
  const { keyId, serial, maintainedOn, nextDueOn } = LabelCodeFields.parse(fields)
  const text = [VERSION, keyId, serial, compactDate(maintainedOn), compactDate(nextDueOn)].join('|')
  return encodeBase64Url(Uint8Array.from(text, (character) => character.charCodeAt(0)))
}

/** The link to be drawn as QR code. `base` is the server's address, with or without a closing slash. */
export function composeLabelLink(base: string, payload: string, signature: Uint8Array): string {
  if (signature.length !== SIGNATURE_BYTES) throw new RangeError('an Ed25519 signature has 64 bytes')
  return `${base.replace(/\/+$/, '')}/l/${payload}.${encodeBase64Url(signature)}`
}

/** Takes a scanned text apart, or null when it is no label link. The signature is *not* verified here. */
export function parseLabelLink(text: string): LabelLink | null {
  const [, base, payload, signatureText] = LINK.exec(text.trim()) ?? []
  if (base === undefined || payload === undefined || signatureText === undefined) return null
  const signature = decodeBase64Url(signatureText)
  const fields = fieldsOf(payload)
  return signature?.length === SIGNATURE_BYTES && fields !== null
    ? { base, payload, fields, signature }
    : null
}

function fieldsOf(payload: string): LabelCodeFields | null {
  const bytes = decodeBase64Url(payload)
  if (bytes === null) return null
  const parts = Array.from(bytes, (byte) => String.fromCharCode(byte))
    .join('')
    .split('|')
  const [version, keyId, serial, maintainedOn, nextDueOn] = parts
  if (version !== VERSION || parts.length !== 5) return null
  const fields = LabelCodeFields.safeParse({
    keyId,
    serial,
    maintainedOn: spelledDate(maintainedOn),
    nextDueOn: spelledDate(nextDueOn),
  })
  return fields.success ? fields.data : null
}

function compactDate(date: string): string {
  return date.replaceAll('-', '')
}

function spelledDate(compact: string | undefined): string | undefined {
  return compact?.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
}
