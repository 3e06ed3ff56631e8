import { z } from 'zod'
import { decodeBase64 } from '../base64.ts'
import { LabelSize } from '../label-size.ts'

/** Everything on a design stands on this grid: one dot at 203 dpi, an exact binary fraction so that sums stay exact. */
export const DESIGN_STEP_MM = 0.125
/** A picture is sampled down to the head's dots anyway; more than this would only swell the template. */
export const LONGEST_PICTURE_SIDE = 256
export const MOST_ELEMENTS = 80

const onGrid = (least: number, most: number, name: string) =>
  z
    .number(`${name}应为数字`)
    .min(least, `${name}不得小于 ${least} mm`)
    .max(most, `${name}不得大于 ${most} mm`)
    .multipleOf(DESIGN_STEP_MM, `${name}应为 ${DESIGN_STEP_MM} mm 的整数倍`)

/** The box an element fills, in mm from the top left corner of the paper. */
const box = {
  id: z.string().regex(/^[0-9a-z-]{1,40}$/i),
  xMm: onGrid(0, 150, '左边距'),
  yMm: onGrid(0, 150, '上边距'),
  widthMm: onGrid(DESIGN_STEP_MM, 150, '宽度'),
  heightMm: onGrid(DESIGN_STEP_MM, 150, '高度'),
}

/** What of the label's content a text may show. */
export const DesignField = z.enum([
  'organisationName',
  'projectLeader',
  'maintainedOn',
  'nextDueOn',
  'building',
  'system',
  'contactPhone',
  'serial',
])
export type DesignField = z.infer<typeof DesignField>

/** Fixed words; with a `field`, its value follows them, and where the value is left out the words are too. */
export const TextElement = z.object({
  ...box,
  kind: z.literal('text'),
  text: z.string().max(120, '文字不得超过 120 个字'),
  field: DesignField.nullable(),
  /** Height of the characters' em. */
  sizeMm: onGrid(1, 30, '字高'),
  bold: z.boolean(),
  align: z.enum(['left', 'centre', 'right']),
  mostLines: z.number().int().min(1, '至少 1 行').max(6, '最多 6 行'),
  /** Characters get smaller, never below 2.5 mm, where the text does not fit its box; what still does not is cut and ends in `…`. */
  shrinks: z.boolean(),
})
export type TextElement = z.infer<typeof TextElement>

/** The signed link, drawn with whole dots to a module and centred in its box. */
export const QrElement = z.object({ ...box, kind: z.literal('qr') })
export type QrElement = z.infer<typeof QrElement>
/** The serial as bars, with whole dots to a module and centred in its box, quiet zones inside. */
export const BarcodeElement = z.object({ ...box, kind: z.literal('code128') })
export type BarcodeElement = z.infer<typeof BarcodeElement>
/** A black bar as large as its box. */
export const LineElement = z.object({ ...box, kind: z.literal('line') })
export type LineElement = z.infer<typeof LineElement>
export const FrameElement = z.object({
  ...box,
  kind: z.literal('frame'),
  thicknessMm: onGrid(DESIGN_STEP_MM, 5, '线宽'),
})
export type FrameElement = z.infer<typeof FrameElement>

const side = z.number().int().min(1).max(LONGEST_PICTURE_SIDE)
/** Grey values row by row, 0 black to 255 white: one-bit is only made of it at the head's own dots. */
export const GreyPicture = z
  .object({ widthPixels: side, heightPixels: side, greyBase64: z.string() })
  .refine(
    ({ widthPixels, heightPixels, greyBase64 }) =>
      decodeBase64(greyBase64)?.length === widthPixels * heightPixels,
    '图片数据与尺寸不符，请重新选择图片',
  )
export type GreyPicture = z.infer<typeof GreyPicture>
export const PictureElement = z.object({
  ...box,
  kind: z.literal('picture'),
  picture: GreyPicture,
  /** `threshold`: darker than `threshold` is black; `dither`: greys as a pattern of dots around it (Floyd–Steinberg). */
  method: z.enum(['threshold', 'dither']),
  threshold: z.number().int().min(1).max(255),
})
export type PictureElement = z.infer<typeof PictureElement>

export const DesignElement = z.discriminatedUnion('kind', [
  TextElement,
  QrElement,
  BarcodeElement,
  LineElement,
  FrameElement,
  PictureElement,
])
export type DesignElement = z.infer<typeof DesignElement>
export type DesignElementKind = DesignElement['kind']
export type Box = Pick<DesignElement, 'xMm' | 'yMm' | 'widthMm' | 'heightMm'>

/**
 * A label's arrangement for one size of paper. Elements are drawn in their order; none hides another, for ink adds up.
 * A design that parses may still break the rules of `designProblems`: it can be kept, but not printed.
 */
export const LabelDesign = z.object({
  size: LabelSize,
  /** `turned`: upside down, for stock whose lower edge comes first. */
  direction: z.enum(['upright', 'turned']),
  elements: z
    .array(DesignElement)
    .max(MOST_ELEMENTS, `一张标签最多 ${MOST_ELEMENTS} 个元素`)
    .refine(
      (elements) => new Set(elements.map(({ id }) => id)).size === elements.length,
      '元素编号有重复，请删去其中一个',
    ),
})
export type LabelDesign = z.infer<typeof LabelDesign>

export const ELEMENT_KIND_NAMES: Record<DesignElementKind, string> = {
  text: '文字',
  qr: '二维码',
  code128: '条形码',
  line: '线条',
  frame: '边框',
  picture: '图片',
}

/** The nearest place on the grid. */
export function onDesignGrid(lengthMm: number): number {
  return Math.round(lengthMm / DESIGN_STEP_MM) * DESIGN_STEP_MM
}
