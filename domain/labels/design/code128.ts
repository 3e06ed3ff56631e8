/**
 * Code 128 (ISO/IEC 15417): a text of ASCII characters 32–126 as bars. Code set B, and code set C for runs of digits,
 * by the standard's own rules for the shortest symbol (Annex E), without FNC and shift characters.
 */

/** Widths of bars and spaces in turn, in modules, for the values 0 to 105; the stop pattern stands apart. */
const PATTERNS: readonly string[] = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'
).split(' ')
const STOP = '2331112'
const CODE_C = 99
const CODE_B = 100
const START_B = 104
const START_C = 105
const CHECK_MODULUS = 103
/** Digits in a row from which code set C is shorter: at either end of the text, and within it. */
const RUN_AT_END = 4
const RUN_WITHIN = 6

/** White on each side of the symbol, in modules, by the standard. */
export const CODE128_QUIET_MODULES = 10

/** The symbol's modules from left to right, true for a bar, without quiet zones. Throws RangeError for a text it cannot hold. */
export function encodeCode128(text: string): boolean[] {
  const values = code128Values(text)
  const widths = [...values.map((value) => PATTERNS[value] ?? ''), STOP].join('')
  return Array.from(widths).flatMap((width, index) =>
    Array.from({ length: Number(width) }, () => index % 2 === 0),
  )
}

/** Start, data and check values, as the standard numbers them. */
export function code128Values(text: string): number[] {
  if (!/^[ -~]+$/.test(text)) throw new RangeError('Code 128 here takes one or more of ASCII 32 to 126')
  const values: number[] = []
  let isPairs = startsInPairs(text)
  values.push(isPairs ? START_C : START_B)
  let at = 0
  while (at < text.length) {
    const digits = digitsAt(text, at)
    if (isPairs && digits >= 2) {
      values.push(Number(text.slice(at, at + 2)))
      at += 2
    } else if (isPairs) {
      values.push(CODE_B)
      isPairs = false
    } else if (at > 0 && isWorthPairs(text, at, digits)) {
      // An odd run gives its first digit to code set B.
      if (digits % 2 === 1) values.push(text.charCodeAt(at++) - 32)
      values.push(CODE_C)
      isPairs = true
    } else {
      values.push(text.charCodeAt(at) - 32)
      at += 1
    }
  }
  const check = values.reduce((sum, value, index) => sum + value * Math.max(1, index), 0) % CHECK_MODULUS
  return [...values, check]
}

function startsInPairs(text: string): boolean {
  const digits = digitsAt(text, 0)
  return digits >= RUN_AT_END || (digits === 2 && text.length === 2)
}

function isWorthPairs(text: string, at: number, digits: number): boolean {
  return digits >= (at + digits === text.length ? RUN_AT_END : RUN_WITHIN)
}

function digitsAt(text: string, at: number): number {
  return /^\d*/.exec(text.slice(at))?.[0].length ?? 0
}
