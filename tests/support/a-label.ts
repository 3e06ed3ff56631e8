import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { createGlyphRenderer } from '../../domain/labels/glyph-renderer.ts'
import type { GlyphRenderer } from '../../domain/labels/glyph-renderer.ts'
import { composeLabelLink, labelCodePayload } from '../../domain/labels/label-code.ts'
import type { LabelContent } from '../../domain/labels/label-content.ts'
import { composeLabelSerial } from '../../domain/labels/label-serial.ts'
import { dotsOf } from '../../domain/labels/label-size.ts'
import { createRaster, isBlack, setBlack } from '../../domain/labels/raster.ts'
import type { Raster } from '../../domain/labels/raster.ts'
import type { JobSettings } from '../../domain/printing/job-settings.ts'

const FONT = new URL(
  '../../node_modules/@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf',
  import.meta.url,
)

/** The product's one font, parsed anew: a test file keeps its own. */
export function notoSansSc(): GlyphRenderer {
  const file = readFileSync(FONT)
  const bytes = new ArrayBuffer(file.length)
  new Uint8Array(bytes).set(file)
  return createGlyphRenderer(bytes)
}

/** A link as long as real ones: the signature's bytes are arbitrary but fixed. */
export function aLabelLink(base = 'https://xiaofang.example.cn'): string {
  const serial = composeLabelSerial('7K2M', 123)
  const payload = labelCodePayload({
    keyId: 'k1',
    serial,
    maintainedOn: '2026-11-22',
    nextDueOn: '2026-12-22',
  })
  return composeLabelLink(
    base,
    payload,
    Uint8Array.from({ length: 64 }, (_, index) => (index * 37 + 11) & 0xff),
  )
}

export function aLabel(changes: Partial<LabelContent> = {}): LabelContent {
  return {
    organisationName: '南京安盾消防技术服务有限公司',
    projectLeader: '雷思远',
    maintainedOn: '2026-11-22',
    nextDueOn: '2026-12-22',
    building: '综合楼 3 层东侧',
    system: '室内消火栓系统',
    contactPhone: '025-86612286',
    serial: composeLabelSerial('7K2M', 123),
    qrText: aLabelLink(),
    ...changes,
  }
}

export function aJob(changes: Partial<JobSettings> = {}): JobSettings {
  return {
    size: { widthMm: 60, heightMm: 40, gapMm: 2 },
    dpi: 203,
    media: 'gap',
    density: 8,
    speedIps: 4,
    offsetXMm: 0,
    offsetYMm: 0,
    direction: 0,
    polarity: 'normal',
    copies: 1,
    ...changes,
  }
}

/** Any picture for the job's paper: random dots, or random bytes repeated in runs as print data has them. */
export function rasterFor(job: JobSettings): fc.Arbitrary<Raster> {
  const blank = createRaster(dotsOf(job.size.widthMm, job.dpi), dotsOf(job.size.heightMm, job.dpi))
  const run = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 200 }))
  return fc.array(run, { minLength: 1, maxLength: 400 }).map((runs) => {
    const raster = createRaster(blank.widthDots, blank.heightDots)
    const bytes = runs.flatMap(([byte, length]) => Array.from({ length }, () => byte))
    for (let y = 0; y < raster.heightDots; y++) {
      for (let x = 0; x < raster.widthDots; x++) {
        const byte = bytes[(y * raster.bytesPerRow + (x >> 3)) % bytes.length]!
        if (((byte >> (7 - (x & 7))) & 1) === 1) setBlack(raster, x, y)
      }
    }
    return raster
  })
}

export function dotsOfRaster(raster: Raster): boolean[][] {
  return Array.from({ length: raster.heightDots }, (_, y) =>
    Array.from({ length: raster.widthDots }, (_, x) => isBlack(raster, x, y)),
  )
}

/** Null when dot by dot the same, else where they first differ: a hundred thousand dots make no readable failure. */
export function firstDifference(dots: boolean[][], expected: boolean[][]): string | null {
  if (dots.length !== expected.length) return `${dots.length} rows instead of ${expected.length}`
  for (const [y, row] of dots.entries()) {
    const wanted = expected[y]!
    if (row.length !== wanted.length) return `row ${y} has ${row.length} dots instead of ${wanted.length}`
    const x = row.findIndex((dot, index) => dot !== wanted[index])
    if (x >= 0) return `dot ${x} of row ${y}`
  }
  return null
}
