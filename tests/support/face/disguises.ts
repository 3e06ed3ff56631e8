import type { Disguise } from './puppet.ts'

/** A bump around (x0, y0), in halves of the face's width. */
const near = (x: number, y: number, x0: number, y0: number, reach: number) =>
  Math.exp(-((x - x0) ** 2 + (y - y0) ** 2) / reach ** 2)
const apart = (x: number, y: number, x0: number, y0: number, reach: number) =>
  near(x, y, x0, y0, reach) - near(x, y, -x0, y0, reach)
const darker: Disguise['colour'] = (red, green, blue) => [red * 0.62 + 6, green * 0.5 + 4, blue * 0.42 + 4]

/** Another person: eyes, nose and mouth of the portrait moved until the matcher calls them strangers (fused 1.9 of 13). Made up, of nobody. */
export const STRANGER: Disguise = {
  shape: (x, y) => [
    x * (1 + 0.1 * y) +
      0.15 * apart(x, y, 0.35, -0.25, 0.4) +
      0.12 * apart(x, y, 0.15, 0.2, 0.25) +
      0.14 * apart(x, y, 0.25, 0.55, 0.25),
    y * 0.95 + 0.18 * near(x, y, 0, 0.2, 0.3) - 0.1 * near(Math.abs(x), y, 0.4, -0.45, 0.3),
  ],
  colour: darker,
}

/** So much alike that people must decide (fused about 3.4). */
export const SIBLING: Disguise = {
  shape: (x, y) => [
    x * (0.86 - 0.2 * y) - 0.1 * apart(x, y, 0.4, -0.25, 0.35),
    y * 1.12 - 0.12 * near(x, y, 0, 0.15, 0.35) + 0.14 * near(x, y, 0, 0.6, 0.35),
  ],
  colour: darker,
}
