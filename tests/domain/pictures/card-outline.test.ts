import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { findCardOutline } from '../../../domain/pictures/card-outline.ts'
import { pixelsOf, SPOILS, specimenPhoto } from '../../support/specimen-photos.ts'

describe('findCardOutline', () => {
  it.each(['sharp', 'blurred', 'dark', 'tiny'] as const)('finds a %s card on a desk', async (name) => {
    const photo = await specimenPhoto('document-front', name === 'sharp' ? undefined : SPOILS[name])
    const outline = findCardOutline(await pixelsOf(photo))
    expect(outline?.upright).toBe(false)
    expect(outline?.aspect).toBeGreaterThan(1.5)
    expect(outline?.aspect).toBeLessThan(1.8)
    expect(outline?.areaShare).toBeGreaterThan(0.35)
  })

  it('says that a card stands upright and where it lies', async () => {
    const outline = findCardOutline(await pixelsOf(await specimenPhoto('document-back', SPOILS.turned)))
    expect(outline?.upright).toBe(true)
    expect(outline?.box.left).toBeGreaterThan(180)
    expect(outline?.box.left).toBeLessThan(340)
    expect(outline?.longerEdgePixels).toBeGreaterThan(1400)
    expect(outline?.longerEdgePixels).toBeLessThan(1560)
  })

  it('finds nothing in an empty picture', async () => {
    const empty = { width: 900, height: 600, channels: 3 as const, background: '#888' }
    expect(findCardOutline(await pixelsOf(await sharp({ create: empty }).png().toBuffer()))).toBeNull()
  })
})
