import { invertRaster, turnRaster, type Raster } from '../../../domain/labels/raster.ts'
import type { PrinterSettings } from '../../../domain/printing/printer-settings.ts'

/** What a person sees on the test label. */
export type GuideOutcome = 'right' | 'inverted' | 'turned' | 'inverted-turned'

export const GUIDE_OUTCOMES: readonly { outcome: GuideOutcome; words: string }[] = [
  { outcome: 'right', words: '和这张一样' },
  { outcome: 'inverted', words: '黑白反了' },
  { outcome: 'turned', words: '上下倒了' },
  { outcome: 'inverted-turned', words: '黑白反了，上下也倒了' },
]

/** How the test label looks when that is so. */
export function outcomePicture(label: Raster, outcome: GuideOutcome): Raster {
  const turned = outcome === 'turned' || outcome === 'inverted-turned' ? turnRaster(label) : label
  return outcome === 'inverted' || outcome === 'inverted-turned' ? invertRaster(turned) : turned
}

/** The settings that put right what was seen; the same when all was right. */
export function settingsAfter(settings: PrinterSettings, outcome: GuideOutcome): PrinterSettings {
  const isInverted = outcome === 'inverted' || outcome === 'inverted-turned'
  const isTurned = outcome === 'turned' || outcome === 'inverted-turned'
  return {
    ...settings,
    polarity: isInverted === (settings.polarity === 'inverted') ? 'normal' : 'inverted',
    direction: isTurned === (settings.direction === 1) ? 0 : 1,
  }
}
