import type { PDFDocument } from 'pdf-lib'
import { workOnPicture } from '../pictures/picture-desk.ts'

/** 200 dots an inch of A4: signatures and seals stay clear, ten pages stay below 5 MB. */
const PAGE_EDGE_PIXELS = 2339
const PAGE_BYTES_MAX = 440 * 1024
/** The rest of a PDF around its pictures. */
const PICTURES_SHARE = 0.97
/** A4 in points. */
const SHORT_EDGE = 595.28
const LONG_EDGE = 841.89

export interface PhotoPage {
  file: Blob
  quarterTurns: number
}

/** A PDF of at most `bytesMax`: one A4 page a photo, in this order, each upright and level; null names by its place (from 0) the first photo that cannot be opened. */
export async function joinPhotos(
  photos: readonly PhotoPage[],
  bytesMax: number,
  onPage: (done: number) => void,
): Promise<{ ok: true; pdf: Blob } | { ok: false; unreadable: number }> {
  const { PDFDocument } = await import('pdf-lib')
  const document = await PDFDocument.create()
  const pageBytesMax = Math.min(PAGE_BYTES_MAX, Math.floor((bytesMax * PICTURES_SHARE) / photos.length))
  for (const [index, { file, quarterTurns }] of photos.entries()) {
    const page = await workOnPicture('page', {
      file,
      quarterTurns,
      edgeMax: PAGE_EDGE_PIXELS,
      bytesMax: pageBytesMax,
    })
    if (!page) return { ok: false, unreadable: index }
    await addPage(document, await page.jpeg.arrayBuffer(), page)
    onPage(index + 1)
  }
  const bytes = await document.save()
  return { ok: true, pdf: new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }) }
}

async function addPage(
  document: PDFDocument,
  jpeg: ArrayBuffer,
  { width, height }: { width: number; height: number },
): Promise<void> {
  const lies = width > height
  const sheet = { width: lies ? LONG_EDGE : SHORT_EDGE, height: lies ? SHORT_EDGE : LONG_EDGE }
  const picture = await document.embedJpg(jpeg)
  const scale = Math.min(sheet.width / width, sheet.height / height)
  document.addPage([sheet.width, sheet.height]).drawImage(picture, {
    x: (sheet.width - width * scale) / 2,
    y: (sheet.height - height * scale) / 2,
    width: width * scale,
    height: height * scale,
  })
}
