import { readFile } from 'node:fs/promises'
import * as fontkit from 'fontkit'
import type { PDFDocument, PDFFont, PDFPage, RGB } from 'pdf-lib'

/** Writes text in whichever of its fonts has each character. */
export interface LetterFont {
  widthOfTextAtSize(text: string, size: number): number
  draw(page: PDFPage, text: string, at: { x: number; y: number; size: number; color: RGB }): void
  /** Characters that no font here has; 〓, the printer's mark for a missing character, stands in their place. */
  readonly missing: readonly string[]
}

/** Where systems keep the characters beyond the common ones: Unicode's extensions B to H, which names and places still use. */
const RARE_FONT_FILES = [
  'C:\\Windows\\Fonts\\simsunb.ttf',
  'C:\\Windows\\Fonts\\SimsunExtG.ttf',
  '/System/Library/Fonts/Supplemental/Songti.ttc',
  '/System/Library/Fonts/PingFang.ttc',
  '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
  '/usr/share/fonts/truetype/hanazono/HanaMinB.ttf',
  '/usr/share/fonts/truetype/arphic/uming.ttc',
] as const
const MISSING_MARK = '〓'

/** `text` is everything that will be written: a further font is read only when the first lacks some of it. */
export async function createLetterFont(
  document: PDFDocument,
  fontBytes: ArrayBuffer,
  text: string,
  rareFontFiles: readonly string[] = RARE_FONT_FILES,
): Promise<LetterFont> {
  document.registerFontkit({ create: createFirst })
  const main = await document.embedFont(fontBytes, { subset: true })
  const known = new Set(main.getCharacterSet())
  const lacking = new Set(
    Array.from(text).filter((character) => !known.has(codePoint(character)) && character > '\x1f'),
  )
  const fonts = new Map<string, PDFFont>()
  for (const file of lacking.size === 0 ? [] : rareFontFiles) {
    const bytes = await readIfThere(file)
    const found = bytes ? [...lacking].filter((character) => has(bytes, character)) : []
    if (!bytes || found.length === 0) continue
    const font = await document.embedFont(bytes, { subset: true })
    for (const character of found) {
      fonts.set(character, font)
      lacking.delete(character)
    }
    if (lacking.size === 0) break
  }
  const runs = (line: string) =>
    runsOf(line, (character) => (lacking.has(character) ? main : (fonts.get(character) ?? main)), lacking)
  return {
    missing: [...lacking],
    widthOfTextAtSize: (line, size) =>
      runs(line).reduce((width, { font, text: run }) => width + font.widthOfTextAtSize(run, size), 0),
    draw: (page, line, { x, ...style }) => {
      let left = x
      for (const { font, text: run } of runs(line)) {
        page.drawText(run, { ...style, x: left, font })
        left += font.widthOfTextAtSize(run, style.size)
      }
    },
  }
}

const codePoint = (character: string) => character.codePointAt(0) ?? 0

interface Run {
  font: PDFFont
  text: string
}

function runsOf(line: string, fontOf: (character: string) => PDFFont, lacking: ReadonlySet<string>): Run[] {
  const runs: Run[] = []
  for (const character of line) {
    const font = fontOf(character)
    const written = lacking.has(character) ? MISSING_MARK : character
    const last = runs.at(-1)
    if (last?.font === font) last.text += written
    else runs.push({ font, text: written })
  }
  return runs
}

/** A collection (.ttc) is read as its first font. */
const createFirst: typeof fontkit.create = (bytes, ...rest) => {
  const made = fontkit.create(bytes, ...rest)
  // Safe: only collections list fonts, and each of them is a font.
  const { fonts } = made as { fonts?: (typeof made)[] }
  return fonts?.[0] ?? made
}

function has(bytes: Buffer, character: string): boolean {
  // Safe: what fontkit makes of a font file answers this question; pdf-lib's own types leave it out.
  const font = createFirst(bytes) as unknown as { hasGlyphForCodePoint(codePoint: number): boolean }
  return font.hasGlyphForCodePoint(codePoint(character))
}

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch {
    // Not this system, or not installed: then the next one.
    return null
  }
}
