import { z } from 'zod'
import { Dpi, LabelSize } from '../labels/label-size.ts'

/** How the printer finds the next label: by the gap, by a black mark on the back, or not at all. */
export const Media = z.enum(['gap', 'mark', 'continuous'])
export type Media = z.infer<typeof Media>

export const MEDIA_LABELS: Record<Media, string> = {
  gap: '间隙纸',
  mark: '黑标纸',
  continuous: '连续纸',
}

const offsetMm = z.number().min(-10, '偏移不得小于 -10 mm').max(10, '偏移不得大于 10 mm')

/** All a printer language needs to know beside the dots. */
export const JobSettings = z.object({
  size: LabelSize,
  dpi: Dpi,
  media: Media,
  /** Heat, 0 faintest to 15 blackest; languages with another range scale it. */
  density: z.number().int().min(0, '打印浓度为 0～15').max(15, '打印浓度为 0～15'),
  /** Inches per second. */
  speedIps: z.number().min(1, '打印速度为 1～14 英寸/秒').max(14, '打印速度为 1～14 英寸/秒'),
  /** Moves the picture right and down; what leaves the label is cut (see `offsetCutsInk`). */
  offsetXMm: offsetMm,
  offsetYMm: offsetMm,
  /** Which edge of the label leaves the printer first; 1 turns the picture by 180°. */
  direction: z.literal([0, 1]),
  /** `inverted` for clones whose firmware takes black for white; a test label tells. */
  polarity: z.enum(['normal', 'inverted']),
  copies: z.number().int().min(1, '份数至少为 1').max(999, '份数最多为 999'),
})
export type JobSettings = z.infer<typeof JobSettings>
