import { z } from 'zod'

/**
 * The number on a label: `7K2M-000123-H` — the workstation's prefix, its counter, a check character.
 *
 * Workstations count offline, each under its own prefix, so no two labels share a number. All eleven characters are
 * Crockford base32; the check makes Σ αⁱ·vᵢ = 0 in GF(2⁵) with α a generator. The weights αⁱ differ
 * from each other and from 0, so one wrong character or two neighbours swapped never goes unseen.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LARGEST_COUNTER = 999_999
const SHAPE = /^([0-9A-HJKMNP-TV-Z]{4})-(\d{6})-([0-9A-HJKMNP-TV-Z])$/

/** A serial in its one written form, check character verified. */
export const LabelSerial = z
  .string()
  .refine(
    (text) => text === written(text) && parseLabelSerial(text) !== null,
    '标签编号有误，请对照标签逐字核对',
  )
export type LabelSerial = z.infer<typeof LabelSerial>

/** Throws RangeError for a prefix that is not 4 characters of Crockford base32 or a counter outside 0–999999. */
export function composeLabelSerial(workstationPrefix: string, counter: number): LabelSerial {
  const isPrefix = workstationPrefix.length === 4 && valuesOf(workstationPrefix) !== null
  if (!isPrefix || !Number.isInteger(counter) || counter < 0 || counter > LARGEST_COUNTER) {
    throw new RangeError('a label serial takes a prefix of 4 and a counter up to 999999')
  }
  const digits = String(counter).padStart(6, '0')
  return `${workstationPrefix}-${digits}-${checkCharacter(workstationPrefix + digits)}`
}

/**
 * Reads a serial as people type it: lower case, spaces around it, O for 0, I and L for 1. Null when it is not one or
 * its check character fails.
 */
export function parseLabelSerial(text: string): { prefix: string; counter: number; serial: string } | null {
  const serial = written(text)
  const [, prefix, digits, check] = SHAPE.exec(serial) ?? []
  if (prefix === undefined || digits === undefined || checkCharacter(prefix + digits) !== check) return null
  return { prefix, counter: Number(digits), serial }
}

function written(text: string): string {
  return text.trim().toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')
}

/** The check character stands at the place of weight α⁰ = 1, so it is the sum of all the others. */
function checkCharacter(characters: string): string {
  const sum = (valuesOf(characters) ?? []).reduce((before, value) => timesAlpha(before ^ value), 0)
  return ALPHABET[sum] ?? ''
}

/** Multiplication by α in GF(2⁵) modulo x⁵ + x² + 1. */
function timesAlpha(value: number): number {
  const doubled = value << 1
  return (doubled & 0x20) === 0 ? doubled : doubled ^ 0x25
}

function valuesOf(characters: string): number[] | null {
  const values = Array.from(characters, (character) => ALPHABET.indexOf(character))
  return values.includes(-1) ? null : values
}
