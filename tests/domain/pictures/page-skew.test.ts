import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { findPageSkew } from '../../../domain/pictures/page-skew.ts'
import { pixelsOf } from '../../support/specimen-photos.ts'

/** A sheet of dark lines of words, turned clockwise. */
async function page(degrees: number): Promise<Buffer> {
  const words = Array.from({ length: 26 }, (_, line) =>
    Array.from({ length: 9 + (line % 5) }, (_, word) => {
      const width = 50 + ((line * 7 + word * 13) % 40)
      return `<rect x="${120 + word * 100}" y="${160 + line * 60}" width="${width}" height="22"/>`
    }).join(''),
  ).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1654" height="2339"><rect width="100%" height="100%" fill="#fff"/><g fill="#222">${words}</g></svg>`
  return sharp(Buffer.from(svg)).rotate(degrees, { background: '#fff' }).jpeg().toBuffer()
}

describe('findPageSkew', () => {
  it.each([-3, -1, 2, 4])(
    'answers the turn that makes a page photographed %i° askew level',
    async (degrees) => {
      expect(findPageSkew(await pixelsOf(await page(degrees)))).toBeCloseTo(-degrees, 0)
    },
  )

  it('leaves a level page, an empty one and one far askew alone', async () => {
    expect(findPageSkew(await pixelsOf(await page(0)))).toBe(0)
    expect(findPageSkew(await pixelsOf(await page(20)))).toBe(0)
    const empty = sharp({ create: { width: 800, height: 1000, channels: 3, background: '#fff' } })
    expect(findPageSkew(await pixelsOf(await empty.png().toBuffer()))).toBe(0)
  })
})
