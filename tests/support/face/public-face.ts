import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import sharp from 'sharp'

/**
 * NASA's portrait of Eileen Collins (public domain, no endorsement implied), taken out of Debian's python3-skimage by build/prepare-machine.ts and never
 * committed: the one real face of the tests.
 */
const FOLDER = resolve(import.meta.dirname, '../../../node_modules/.cache/public-face')
const ORIGINAL = join(FOLDER, 'astronaut.png')

export const FRAME_WIDTH = 640
export const FRAME_HEIGHT = 480

export interface PublicFace {
  /** RGB of 640×480, the face in the middle. */
  pixels: Uint8Array
  /** 478 points in it. */
  mesh: number[][]
  /** Corners of triangles, three at a time. */
  triangles: number[]
  png: Buffer
}

export async function publicFace(): Promise<PublicFace> {
  if (!existsSync(ORIGINAL)) {
    throw new Error(
      `${ORIGINAL} is missing: run node build/prepare-machine.ts (Debian, apt-get download python3-skimage)`,
    )
  }
  const image = sharp(ORIGINAL)
    .removeAlpha()
    .extract({ left: 24, top: 0, width: 400, height: 300 })
    .resize(FRAME_WIDTH, FRAME_HEIGHT)
  const png = await image.clone().png().toBuffer()
  const { mesh, triangles } = measure(png)
  return { pixels: await image.raw().toBuffer(), mesh, triangles, png }
}

/** In a process of its own, because loading the models makes it look like a browser; kept for the next run. */
function measure(png: Buffer): { mesh: number[][]; triangles: number[] } {
  const kept = join(FOLDER, 'mesh-1.json')
  if (!existsSync(kept)) {
    mkdirSync(FOLDER, { recursive: true })
    execFileSync(process.execPath, [join(import.meta.dirname, 'measure-face.ts'), kept], { input: png })
  }
  // Safe: written by measure-face.ts.
  return JSON.parse(readFileSync(kept, 'utf8')) as { mesh: number[][]; triangles: number[] }
}
