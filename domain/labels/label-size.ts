import { z } from 'zod'

/** Print resolutions of the label printers served, in dots per inch. */
export const Dpi = z.literal([203, 300])
export type Dpi = z.infer<typeof Dpi>

const millimetres = (least: number, most: number, name: string) =>
  z
    .number()
    .min(least, `${name}不得小于 ${least} mm`)
    .max(most, `${name}不得大于 ${most} mm`)
    .multipleOf(0.1, `${name}精确到 0.1 mm`)

/** The label stock: width across the print head, height along the feed, gap between two labels. */
export const LabelSize = z.object({
  widthMm: millimetres(40, 110, '标签宽度'),
  heightMm: millimetres(30, 150, '标签高度'),
  gapMm: millimetres(0, 10, '标签间距'),
})
export type LabelSize = z.infer<typeof LabelSize>

export const DEFAULT_LABEL_SIZE: LabelSize = { widthMm: 60, heightMm: 40, gapMm: 2 }

/** The stock usually sold, the default first. */
export const LABEL_SIZE_PRESETS: readonly LabelSize[] = [
  DEFAULT_LABEL_SIZE,
  { widthMm: 40, heightMm: 30, gapMm: 2 },
  { widthMm: 50, heightMm: 30, gapMm: 2 },
  { widthMm: 70, heightMm: 50, gapMm: 2 },
  { widthMm: 80, heightMm: 60, gapMm: 2 },
  { widthMm: 100, heightMm: 70, gapMm: 2 },
]

/** Print heads are built in dots per millimetre: "203 dpi" is 8, "300 dpi" is 11.8. */
export function dotsPerMm(dpi: Dpi): number {
  return dpi === 203 ? 8 : 11.8
}

/** Whole dots nearest to the length. */
export function dotsOf(lengthMm: number, dpi: Dpi): number {
  return Math.round(lengthMm * dotsPerMm(dpi))
}

/** For people: "60×40 mm". */
export function labelSizeName(size: LabelSize): string {
  return `${size.widthMm}×${size.heightMm} mm`
}
