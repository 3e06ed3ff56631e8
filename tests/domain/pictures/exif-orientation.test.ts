import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { exifOrientation } from '../../../domain/pictures/exif-orientation.ts'

const picture = () => sharp({ create: { width: 40, height: 30, channels: 3, background: '#888' } })

describe('exifOrientation', () => {
  it.each([1, 3, 6, 8])('reads orientation %i', async (orientation) => {
    const jpeg = await picture().withMetadata({ orientation }).jpeg().toBuffer()
    expect(exifOrientation(jpeg)).toBe(orientation)
  })

  it('is 1 for a JPEG without EXIF, for a PNG and for bytes that end too early', async () => {
    expect(exifOrientation(await picture().jpeg().toBuffer())).toBe(1)
    expect(exifOrientation(await picture().png().toBuffer())).toBe(1)
    const jpeg = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer()
    for (let length = 0; length < 60; length += 1) {
      expect([1, 6]).toContain(exifOrientation(jpeg.subarray(0, length)))
    }
  })
})
