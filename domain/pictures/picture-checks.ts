import { type CardOutline, findCardOutline } from './card-outline.ts'
import { findRedEmblem } from './national-emblem.ts'
import { measureQuality, type PictureQuality } from './picture-quality.ts'
import { type Box, type PixelPicture, wholeOf } from './pixel-picture.ts'

/** 国徽面, 头像面, 营业执照. */
export type PictureSubject = 'document-back' | 'document-front' | 'licence'

/** One thing wrong with a picture and how to mend it. A refusal ends it; after a warning the person decides. */
export interface PictureFinding {
  code: 'too-small' | 'small' | 'blurred' | 'dark' | 'bright' | 'cut' | 'wrong-side' | 'turned'
  severity: 'refusal' | 'warning'
  message: string
}

export interface PictureExamination {
  findings: PictureFinding[]
  /** Quarter turns clockwise that make it upright; 0 when it is, or nobody can tell. */
  quarterTurns: 0 | 1 | 2 | 3
}

/** Measured on specimen cards (shared/face.md §6). Below `refused` nothing can be read; below `wanted` small print is doubtful. */
const CARD_EDGE_PIXELS = { refused: 600, wanted: 1000 }
const SHARPNESS_MIN = 120
const BRIGHTNESS = { least: 90, most: 235 }
const AREA_SHARE_MIN = 0.3

/** How the words call what was photographed. */
const SUBJECT_NAMES: Record<PictureSubject, string> = {
  'document-back': '证件',
  'document-front': '证件',
  licence: '营业执照',
}

/**
 * Looks at a picture already upright by EXIF. `picture` may be smaller than the file's own: `reduction` is how many of the file's pixels one of its
 * pixels stands for.
 */
export function examinePicture(
  subject: PictureSubject,
  picture: PixelPicture,
  reduction: number,
): PictureExamination {
  const outline = findCardOutline(picture)
  const framed = outline !== null && outline.areaShare >= AREA_SHARE_MIN ? outline : null
  const box = framed?.box ?? wholeOf(picture)
  const quality = measureQuality(picture, box)
  const upright = framed ? framed.upright : picture.height > picture.width
  const quarterTurns = subject === 'licence' ? 0 : turnsOf(subject, picture, box, upright)
  return {
    quarterTurns,
    findings: [
      ...sizeFindings(subject, framed, picture, reduction),
      ...qualityFindings(subject, quality, framed !== null),
      ...frameFindings(subject, framed, picture),
      ...sideFindings(subject, picture, box, quarterTurns),
    ],
  }
}

function sizeFindings(
  subject: PictureSubject,
  framed: CardOutline | null,
  picture: PixelPicture,
  reduction: number,
): PictureFinding[] {
  const pixels = Math.round((framed?.longerEdgePixels ?? Math.max(picture.width, picture.height)) * reduction)
  if (pixels >= CARD_EDGE_PIXELS.wanted) return []
  const size = `${SUBJECT_NAMES[subject]}的长边应不小于 ${CARD_EDGE_PIXELS.wanted} 像素，现在是 ${pixels} 像素`
  return pixels < CARD_EDGE_PIXELS.refused
    ? [{ code: 'too-small', severity: 'refusal', message: `${size}，文字无法辨认，请靠近重新拍摄或换用原图` }]
    : [{ code: 'small', severity: 'warning', message: `${size}，小字可能看不清，建议靠近重新拍摄` }]
}

function qualityFindings(
  subject: PictureSubject,
  { brightness, sharpness }: PictureQuality,
  isFramed: boolean,
): PictureFinding[] {
  if (brightness < BRIGHTNESS.least) {
    return [{ code: 'dark', severity: 'refusal', message: '图片太暗，文字看不清，请在明亮处重新拍摄' }]
  }
  if (sharpness < SHARPNESS_MIN) {
    return [
      {
        code: 'blurred',
        severity: 'refusal',
        message: '图片模糊，文字看不清，请擦净镜头、对准后拿稳重新拍摄',
      },
    ]
  }
  // A scan of a white sheet is as bright as an overexposed photo; only inside a card's own border is it sure which of them it is.
  if (brightness <= BRIGHTNESS.most || subject === 'licence') return []
  return [
    {
      code: 'bright',
      severity: isFramed ? 'refusal' : 'warning',
      message: '图片太亮，部分文字可能泛白，请避开强光和反光重新拍摄',
    },
  ]
}

function frameFindings(
  subject: PictureSubject,
  framed: CardOutline | null,
  { width, height }: PixelPicture,
): PictureFinding[] {
  const own = Math.max(width, height) / Math.min(width, height)
  // A picture cropped to the card itself has no border left to be seen.
  const isCropped = subject === 'licence' ? own >= 1.3 && own <= 1.6 : own >= 1.5 && own <= 1.7
  if (framed || isCropped) return []
  const name = SUBJECT_NAMES[subject]
  return [
    {
      code: 'cut',
      severity: 'warning',
      message: `没有看到${name}的完整边框，请确认四角都拍全了，${name}占画面的大部分`,
    },
  ]
}

function turnsOf(
  subject: PictureSubject,
  picture: PixelPicture,
  box: Box,
  upright: boolean,
): PictureExamination['quarterTurns'] {
  const emblem = subject === 'document-back' ? findRedEmblem(picture, box) : null
  if (upright) return emblem && emblem.middle.y < 0.5 ? 3 : 1
  return emblem && emblem.middle.x > 0.6 && emblem.middle.y > 0.5 ? 2 : 0
}

function sideFindings(
  subject: PictureSubject,
  picture: PixelPicture,
  box: Box,
  quarterTurns: number,
): PictureFinding[] {
  if (subject === 'licence') return []
  const emblem = findRedEmblem(picture, box)
  const turned: PictureFinding[] =
    quarterTurns === 0
      ? []
      : [{ code: 'turned', severity: 'warning', message: '图片已自动转正，方向不对时请点“旋转”' }]
  if (subject === 'document-back' && !emblem) {
    const message = '没有看到红色国徽，请确认上传的是国徽面的彩色照片'
    return [...turned, { code: 'wrong-side', severity: 'warning', message }]
  }
  if (subject === 'document-front' && emblem && quarterTurns === 0 && emblem.middle.x < 0.4) {
    const message = '看到了红色国徽，像是国徽面，请确认上传的是头像面'
    return [...turned, { code: 'wrong-side', severity: 'warning', message }]
  }
  return turned
}
