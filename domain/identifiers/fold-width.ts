const FULL_WIDTH_OFFSET = 0xfee0

/** Full-width ASCII and the ideographic space become their half-width forms; every other character stays. */
export function foldWidth(text: string): string {
  return text.replace(/[！-～\u3000]/g, (character) =>
    character === '\u3000' ? ' ' : String.fromCharCode(character.charCodeAt(0) - FULL_WIDTH_OFFSET),
  )
}

/** White space, and the invisible characters that come along when text is pasted from a PDF or a chat window. */
export const BLANKS = /[\s\u00ad\u180e\u200b-\u200f\u2060\ufeff]+/g

/** Folded, without blanks anywhere: for everything that is written in one piece. */
export function foldAndJoin(text: string): string {
  return foldWidth(text).replace(BLANKS, '')
}

/** Folded, without blanks and hyphens: for numbers that people group as they like. */
export function normaliseCode(text: string): string {
  return foldAndJoin(text).replace(/[-‐‑‒–—−]/g, '')
}

/** What a person would count as characters: code points, so that 𠮷 is one. */
export function characterCount(text: string): number {
  return Array.from(text).length
}
