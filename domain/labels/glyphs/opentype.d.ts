/** opentype.js 2 ships no types; only what the glyph renderer uses is declared. */
declare module 'opentype.js/dist/opentype.mjs' {
  export type PathCommand =
    | { type: 'M'; x: number; y: number }
    | { type: 'L'; x: number; y: number }
    | { type: 'Q'; x1: number; y1: number; x: number; y: number }
    | { type: 'C'; x1: number; y1: number; x2: number; y2: number; x: number; y: number }
    | { type: 'Z' }

  export type Glyph = {
    /** 0 is the font's "no such character" box. */
    index: number
    advanceWidth: number
    path: { commands: PathCommand[] }
  }

  export type Font = {
    unitsPerEm: number
    charToGlyph(character: string): Glyph
  }

  export function parse(buffer: ArrayBuffer, options?: { lowMemory?: boolean }): Font
}
