/** Encoders on the same bitmaps in the same process, each from its natural input: ours from packed dots, the peers from RGBA or a PNG file. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { isBlack, type Raster } from '../../../domain/labels/raster.ts'
import { encodeTspl } from '../../../domain/printing/languages/tspl.ts'
import { encodeEscPos } from '../../../domain/printing/languages/esc-pos.ts'
import { encodeZpl } from '../../../domain/printing/languages/zpl.ts'
import type { JobSettings } from '../../../domain/printing/job-settings.ts'
import { encodePng } from '../../../electron/agent/printing/png-encoder.ts'

/** As the queue lends it (print-lane.ts). */
const deflate = (bytes: Uint8Array) => deflateSync(bytes, { level: 6, memLevel: 9 })

export interface ContestRow {
  readonly kind: string
  readonly who: string
  readonly from: string
  readonly bytes: number
  readonly minMs: number
  readonly medianMs: number
}

interface Peers {
  rgbaToZ64(rgba: Uint8Array, width: number, options: { black: number }): { z64: string }
  rgbaToACS(rgba: Uint8Array, width: number, options: { black: number }): { acs: string }
  encode(image: Buffer, options: { method: string; mimeType: string }): Promise<string>
  escPos(rgba: Uint8ClampedArray, width: number, height: number): Uint8Array
}

export async function loadPeers(): Promise<Peers> {
  const require = createRequire(join(import.meta.dirname, 'peers/package.json'))
  // Safe: the three packages' documented functions, in the versions of peers/package.json.
  const zplImage = require('zpl-image') as Pick<Peers, 'rgbaToZ64' | 'rgbaToACS'>
  const convert = require('@replytechnologies/zpl-image-convert') as Pick<Peers, 'encode'>
  const receipt = (await import(require.resolve('@point-of-sale/receipt-printer-encoder'))) as {
    default: new (options: object) => {
      image(image: object, width: number, height: number, algorithm: string): { encode(): Uint8Array }
    }
  }
  return {
    rgbaToZ64: zplImage.rgbaToZ64,
    rgbaToACS: zplImage.rgbaToACS,
    encode: (image, options) => convert.encode(image, options),
    escPos: (data, width, height) => {
      const Encoder = receipt.default
      return new Encoder({ language: 'esc-pos', imageMode: 'raster' })
        .image({ data, width, height }, width, height, 'threshold')
        .encode()
    },
  }
}

export async function encoderContest(
  raster: Raster,
  settings: JobSettings,
  peers: Peers | null,
  rounds: number,
): Promise<ContestRow[]> {
  const rgba = rgbaOf(raster)
  const png = encodePng(raster, settings.dpi)
  const { widthDots: width, heightDots: height } = raster
  const row = async (
    kind: string,
    who: string,
    from: string,
    run: () => Uint8Array | string | Promise<string>,
  ): Promise<ContestRow> => {
    const times: number[] = []
    let bytes = 0
    for (let round = 0; round < rounds; round++) {
      const began = performance.now()
      bytes = (await run()).length
      times.push(performance.now() - began)
    }
    times.sort((one, other) => one - other)
    return { kind, who, from, bytes, minMs: times[0] ?? 0, medianMs: times[times.length >> 1] ?? 0 }
  }
  const rows = [
    await row('ZPL Z64', '本产品', '点阵', () => encodeZpl(raster, settings, deflate)),
    await row('ZPL ACS', '本产品', '点阵', () => encodeZpl(raster, settings)),
    await row('TSPL', '本产品', '点阵', () => encodeTspl(raster, settings)),
    await row('ESC/POS', '本产品', '点阵', () => encodeEscPos(raster, settings)),
  ]
  if (!peers) return rows
  const options = { black: 50 }
  return [
    ...rows,
    await row('ZPL Z64', 'zpl-image', 'RGBA', () => peers.rgbaToZ64(rgba, width, options).z64),
    await row('ZPL ACS', 'zpl-image', 'RGBA', () => peers.rgbaToACS(rgba, width, options).acs),
    await row('ZPL Z64', 'zpl-image-convert', 'PNG', () =>
      peers.encode(png, { method: 'Z64', mimeType: 'image/png' }),
    ),
    await row('ZPL ACS', 'zpl-image-convert', 'PNG', () =>
      peers.encode(png, { method: 'ASCII', mimeType: 'image/png' }),
    ),
    await row('ESC/POS', 'receipt-printer-encoder', 'RGBA', () =>
      peers.escPos(new Uint8ClampedArray(rgba), width, height),
    ),
  ]
}

/** The least that the bits themselves allow: raw for TSPL and ESC/POS, deflate level 6 in base64 for Z64. */
export function floors(raster: Raster): { raw: number; z64: number } {
  return { raw: raster.bits.length, z64: Math.ceil(deflateSync(raster.bits).length / 3) * 4 }
}

function rgbaOf(raster: Raster): Uint8Array {
  const rgba = new Uint8Array(raster.widthDots * raster.heightDots * 4).fill(255)
  for (let y = 0; y < raster.heightDots; y++) {
    for (let x = 0; x < raster.widthDots; x++) {
      const at = (y * raster.widthDots + x) * 4
      if (isBlack(raster, x, y)) rgba.fill(0, at, at + 3)
    }
  }
  return rgba
}
