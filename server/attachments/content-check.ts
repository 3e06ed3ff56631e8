import { fileTypeFromBuffer } from 'file-type'
import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import type { AttachmentPurpose } from '../../domain/attachments/attachments-contract.ts'

const PICTURE_PIXELS_MAX = 60_000_000
const LETTER_PAGES = { atLeast: 2, atMost: 50 }

/** What is wrong with the bytes for that purpose, in Chinese, or null. The workstation has checked the same; the server believes only itself. */
export async function checkContent(
  purpose: AttachmentPurpose,
  mediaType: string,
  bytes: Buffer,
): Promise<string | null> {
  const found = (await fileTypeFromBuffer(bytes))?.mime ?? '未知类型'
  const isPicture = purpose === 'document-picture' || purpose === 'licence-picture'
  const allowed = isPicture ? ['image/jpeg', 'image/png'] : ['application/pdf']
  if (!allowed.includes(found)) {
    return isPicture ? '图片应为 JPG 或 PNG 格式，请重新选择' : '文件应为 PDF 格式，请重新选择'
  }
  if (found !== mediaType) return '文件内容与所报类型不一致，请重新选择'
  return isPicture ? checkPicture(bytes) : checkPdf(purpose, bytes)
}

async function checkPicture(bytes: Buffer): Promise<string | null> {
  try {
    // Decodes every pixel: a picture cut off in the middle fails here.
    await sharp(bytes, { limitInputPixels: PICTURE_PIXELS_MAX, failOn: 'truncated' }).stats()
    return null
  } catch {
    return '图片损坏或不能打开，请重新拍摄或扫描'
  }
}

async function checkPdf(purpose: AttachmentPurpose, bytes: Buffer): Promise<string | null> {
  try {
    const pages = (await PDFDocument.load(bytes, { updateMetadata: false })).getPageCount()
    if (purpose !== 'letter' || (pages >= LETTER_PAGES.atLeast && pages <= LETTER_PAGES.atMost)) return null
    return `承诺书应为 ${LETTER_PAGES.atLeast} 至 ${LETTER_PAGES.atMost} 页的 PDF，现在是 ${pages} 页，请把全部页扫描成一个文件`
  } catch {
    return 'PDF 文件损坏、加密或不能打开，请重新导出后上传'
  }
}
