import { describe, expect, it } from 'vitest'
import { measureLight } from '../../../../renderer/shared/face-capture/light.ts'

const SIZE = 64
const BOX = [0, 0, SIZE, SIZE] as const

function picture(grey: (x: number, y: number) => number) {
  const data = new Uint8ClampedArray(SIZE * SIZE * 4)
  for (let at = 0; at < SIZE * SIZE; at += 1) {
    data.fill(grey(at % SIZE, Math.floor(at / SIZE)), at * 4, at * 4 + 3)
  }
  return { data, width: SIZE, height: SIZE }
}

describe('the light on a face', () => {
  it('is dark, burnt out or sharp as the picture is', () => {
    expect(
      measureLight(
        picture(() => 20),
        BOX,
      ),
    ).toMatchObject({ overexposedShare: 0, sharpness: 0 })
    expect(
      measureLight(
        picture(() => 20),
        BOX,
      ).brightness,
    ).toBeCloseTo(20)
    expect(
      measureLight(
        picture(() => 255),
        BOX,
      ).overexposedShare,
    ).toBe(1)
    const smooth = measureLight(
      picture((x) => x * 2),
      BOX,
    ).sharpness
    const edges = measureLight(
      picture((x, y) => (((x >> 2) + (y >> 2)) % 2 ? 200 : 60)),
      BOX,
    ).sharpness
    expect(edges).toBeGreaterThan(100 * (smooth + 1))
  })

  it('is nothing for a face outside the picture', () => {
    expect(
      measureLight(
        picture(() => 99),
        [500, 500, 10, 10],
      ),
    ).toEqual({
      brightness: 0,
      overexposedShare: 0,
      sharpness: 0,
    })
  })
})
