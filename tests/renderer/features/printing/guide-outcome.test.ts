import { describe, expect, it } from 'vitest'
import { rastersEqual } from '../../../../domain/labels/raster.ts'
import { DEFAULT_PRINTER_SETTINGS } from '../../../../domain/printing/printer-settings.ts'
import { drawTestLabel } from '../../../../domain/printing/test-label.ts'
import {
  GUIDE_OUTCOMES,
  outcomePicture,
  settingsAfter,
  type GuideOutcome,
} from '../../../../renderer/features/printing/guide-outcome.ts'

describe('set-up by a test label', () => {
  const label = drawTestLabel(DEFAULT_PRINTER_SETTINGS)

  it('shows four pictures that nobody can mistake for one another', () => {
    const pictures = GUIDE_OUTCOMES.map(({ outcome }) => outcomePicture(label, outcome))
    for (const one of pictures) expect(pictures.filter((other) => rastersEqual(one, other))).toHaveLength(1)
  })

  it.each(['right', 'inverted', 'turned', 'inverted-turned'] satisfies GuideOutcome[])(
    'comes out right at the next label after “%s”, whatever was set before',
    (wrong) => {
      // What a printer of that kind makes of the label: seen is wrong as long as the settings do not undo it.
      for (const polarity of ['normal', 'inverted'] as const) {
        for (const direction of [0, 1] as const) {
          const before = { ...DEFAULT_PRINTER_SETTINGS, polarity, direction }
          const after = settingsAfter(before, wrong)
          const isInverted = wrong === 'inverted' || wrong === 'inverted-turned'
          const isTurned = wrong === 'turned' || wrong === 'inverted-turned'
          expect(after.polarity !== before.polarity).toBe(isInverted)
          expect(after.direction !== before.direction).toBe(isTurned)
        }
      }
    },
  )
})
