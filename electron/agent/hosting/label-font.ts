import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const FONT_FILE = '@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf'

/** Noto Sans SC Medium, which labels and letters are drawn with: the same bytes on every system, never the system's own fonts. */
export async function readLabelFont(): Promise<ArrayBuffer> {
  const bytes = await readFile(createRequire(import.meta.url).resolve(FONT_FILE))
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
}
