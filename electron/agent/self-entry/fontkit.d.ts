/** fontkit ships no types; pdf-lib declares what it needs of it, and that is all we use. */
declare module 'fontkit' {
  import type { PDFDocument } from 'pdf-lib'

  export const create: Parameters<PDFDocument['registerFontkit']>[0]['create']
}
