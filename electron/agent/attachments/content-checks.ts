import { EncryptedPDFError, PDFDocument } from 'pdf-lib'
import { fileTypeFromBuffer } from 'file-type'
import type { AttachmentPurpose } from '../../../domain/attachments/attachments-contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { measurePicture } from './picture-size.ts'

/** The longer edge below which a document in a picture cannot be read any more. */
const PICTURE_EDGE_MIN_PIXELS = 600
const PDF_PAGES: Record<'letter' | 'conclusion', { name: string; least: number; most: number }> = {
  letter: { name: '承诺书', least: 2, most: 50 },
  conclusion: { name: '结论性文件', least: 1, most: 500 },
}

export interface CheckedContent {
  mediaType: string
  pageCount: number | null
}

/** Looks at the content itself, never at a file's name. Fails `attachment-refused` with what is wrong and how to mend it. */
export async function checkContent(purpose: AttachmentPurpose, bytes: Buffer): Promise<CheckedContent> {
  const found = await fileTypeFromBuffer(bytes)
  if (purpose === 'letter' || purpose === 'conclusion') return checkPdf(purpose, bytes, found?.mime)
  return checkPicture(bytes, found?.mime)
}

function checkPicture(bytes: Buffer, mediaType: string | undefined): CheckedContent {
  if (mediaType !== 'image/jpeg' && mediaType !== 'image/png') {
    throw refused('文件内容不是 JPG 或 PNG 图片，请上传原件的照片或扫描件（jpg、png）')
  }
  const size = measurePicture(bytes, mediaType)
  if (!size) throw refused('图片文件不完整，打不开，请重新拍摄或扫描后上传')
  const longerEdge = Math.max(size.width, size.height)
  if (longerEdge < PICTURE_EDGE_MIN_PIXELS) {
    throw refused(
      `图片长边应不小于 ${PICTURE_EDGE_MIN_PIXELS} 像素，现在是 ${longerEdge} 像素，文字会看不清，请上传更清晰的图片`,
    )
  }
  return { mediaType, pageCount: null }
}

async function checkPdf(
  purpose: 'letter' | 'conclusion',
  bytes: Buffer,
  mediaType: string | undefined,
): Promise<CheckedContent> {
  const { name, least, most } = PDF_PAGES[purpose]
  if (mediaType !== 'application/pdf') {
    throw refused(`${name}应为 PDF 文件，请把扫描件保存为 PDF 后上传`)
  }
  if (!hasEnd(bytes)) throw refused(broken(name))
  const pageCount = await countPages(bytes, name)
  if (pageCount < least) {
    throw refused(`${name}应至少有 ${least} 页，现在是 ${pageCount} 页，请把全部页扫描成一个多页 PDF 后上传`)
  }
  if (pageCount > most) {
    throw refused(`${name}最多 ${most} 页，现在是 ${pageCount} 页，请只保留${name}本身的页`)
  }
  return { mediaType, pageCount }
}

async function countPages(bytes: Buffer, name: string): Promise<number> {
  try {
    const document = await PDFDocument.load(bytes, { updateMetadata: false })
    return document.getPages().length
  } catch (error) {
    if (error instanceof EncryptedPDFError) {
      throw refused(`${name}加了密码或限制，打不开，请去掉密码后上传`)
    }
    throw refused(broken(name))
  }
}

const broken = (name: string) => `${name}打不开，PDF 文件已损坏或不完整，请重新扫描或导出后上传`

/** Readers mend a file that was cut off as well as they can, and would show pages without their pictures: a whole one carries its end mark. */
const END_MARK_WITHIN_BYTES = 64 * 1024
function hasEnd(bytes: Buffer): boolean {
  return bytes.subarray(-END_MARK_WITHIN_BYTES).includes('%%EOF', undefined, 'latin1')
}

const refused = (message: string) => new FailureError('attachment-refused', { message })
