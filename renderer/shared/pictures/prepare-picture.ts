import {
  ATTACHMENT_MAX_BYTES,
  type AttachmentPurpose,
} from '../../../domain/attachments/attachments-contract.ts'
import { exifOrientation } from '../../../domain/pictures/exif-orientation.ts'
import type { PictureFinding, PictureSubject } from '../../../domain/pictures/picture-checks.ts'
import {
  FORMAT_HEAD_BYTES,
  pictureFormatOf,
  refusalOfFormat,
} from '../../../domain/pictures/picture-format.ts'
import { workOnPicture } from './picture-desk.ts'
import type { PictureEdit } from './picture-tasks.ts'

/** Nothing that is printed or read needs more pixels. */
const PICTURE_EDGE_MAX = 4000
/** A file up to this size is made to fit; above it, it is no photo of a document. */
const PICTURE_INTAKE_MAX_BYTES = 30 * 1024 * 1024
const EXIF_HEAD_BYTES = 64 * 1024

export type PreparedPicture =
  | { ok: true; file: File; warnings: PictureFinding[]; editedBytes: number | null }
  | { ok: false; message: string }

/**
 * Makes a chosen picture ready to be kept: format, checks of its subject, turned upright, within size and length. `editedBytes` is what the chosen file
 * had when it had to be written anew. A file that needs nothing stays as it is, byte for byte. `isEdited`: the person has turned it, and knows better.
 */
export async function preparePicture(
  file: File,
  purpose: AttachmentPurpose,
  subject: PictureSubject | undefined,
  isEdited = false,
): Promise<PreparedPicture> {
  if (file.size === 0) return refused('文件是空的（0 字节），请重新选择')
  if (file.size > PICTURE_INTAKE_MAX_BYTES) {
    const limit = megabytes(ATTACHMENT_MAX_BYTES[purpose])
    return refused(`文件不能超过 ${limit} MB，现在是 ${megabytes(file.size)} MB，请压缩或重新拍摄后再上传`)
  }
  const head = new Uint8Array(await file.slice(0, EXIF_HEAD_BYTES).arrayBuffer())
  const refusal = refusalOfFormat(pictureFormatOf(head.subarray(0, FORMAT_HEAD_BYTES)))
  if (refusal !== null) return refused(refusal)
  if (!subject) return fitted(file, purpose, head, { quarterTurns: 0, crop: null }, [], 0)

  const examined = await workOnPicture('examine', { file, subject })
  if (!examined) return refused('图片打不开，文件可能不完整，请重新拍摄或扫描后上传')
  const refusals = examined.findings.filter(({ severity }) => severity === 'refusal')
  if (refusals.length > 0) return refused(refusals.map(({ message }) => message).join('；'))
  const edit = { quarterTurns: isEdited ? 0 : examined.quarterTurns, crop: null }
  const warnings = examined.findings.filter(({ code }) => !isEdited || code !== 'turned')
  return fitted(file, purpose, head, edit, warnings, Math.max(examined.width, examined.height))
}

async function fitted(
  file: File,
  purpose: AttachmentPurpose,
  head: Uint8Array,
  edit: PictureEdit,
  warnings: PictureFinding[],
  longerEdge: number,
): Promise<PreparedPicture> {
  const isFine =
    edit.quarterTurns === 0 &&
    exifOrientation(head) === 1 &&
    longerEdge <= PICTURE_EDGE_MAX &&
    file.size <= ATTACHMENT_MAX_BYTES[purpose]
  if (isFine) return { ok: true, file, warnings, editedBytes: null }
  const edited = await editPicture(file, file.name, purpose, edit)
  return edited ? { ok: true, file: edited, warnings, editedBytes: file.size } : refused(CANNOT_EDIT)
}

const CANNOT_EDIT = '图片打不开，文件可能不完整，请重新拍摄或扫描后上传'

/** The picture turned and cut, as a JPEG within the purpose's limits; null when it cannot be opened. */
export async function editPicture(
  file: Blob,
  name: string,
  purpose: AttachmentPurpose,
  edit: PictureEdit,
): Promise<File | null> {
  const made = await workOnPicture('fit', {
    file,
    edit,
    edgeMax: PICTURE_EDGE_MAX,
    bytesMax: ATTACHMENT_MAX_BYTES[purpose],
  })
  return made && new File([made.jpeg], name.replace(/\.[a-z]+$/i, '') + '.jpg', { type: 'image/jpeg' })
}

const refused = (message: string): PreparedPicture => ({ ok: false, message })

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '')
}
