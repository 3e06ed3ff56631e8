/** What a file is by its first bytes, whatever its name says. */
export type PictureFormat = 'jpeg' | 'png' | 'heic' | 'webp' | 'gif' | 'bmp' | 'tiff' | 'pdf' | 'unknown'

/** Bytes of the file's beginning that are enough for `pictureFormatOf`. */
export const FORMAT_HEAD_BYTES = 32

export function pictureFormatOf(head: Uint8Array): PictureFormat {
  const text = String.fromCharCode(...head.subarray(0, FORMAT_HEAD_BYTES))
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (text.startsWith('\x89PNG')) return 'png'
  // ISO base media file: the brand tells an iPhone's HEIC and its relatives (AVIF among them) from a film.
  if (text.slice(4, 8) === 'ftyp') return /hei|hev|mif1|msf1|avif/.test(text.slice(8)) ? 'heic' : 'unknown'
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp'
  if (text.startsWith('GIF8')) return 'gif'
  if (text.startsWith('BM')) return 'bmp'
  if (text.startsWith('II*\0') || text.startsWith('MM\0*')) return 'tiff'
  return text.startsWith('%PDF') ? 'pdf' : 'unknown'
}

const SAVE_AS = '请另存为 JPG 或 PNG 后上传'

/** Why a file cannot stand in a picture's place, and the way out; null for JPEG and PNG. */
export function refusalOfFormat(format: PictureFormat): string | null {
  switch (format) {
    case 'jpeg':
    case 'png':
      return null
    case 'heic':
      return '这是 HEIC 图片，无法识别。请在手机“设置 › 相机 › 格式”中选“兼容性最佳”后重新拍摄，或另存为 JPG 后上传'
    case 'pdf':
      return `这是 PDF 文件，这里需要图片，${SAVE_AS}`
    case 'unknown':
      return `文件内容不是 JPG 或 PNG 图片，${SAVE_AS}`
    default:
      return `这是 ${format.toUpperCase()} 图片，${SAVE_AS}`
  }
}
