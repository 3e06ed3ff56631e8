import { encodeRasterImage, type RasterImage } from '../../domain/labels/raster-image.ts'

const DOTS_PER_MM = 8

/** Some lines of text as a printer's dots; the agent, which draws labels, is not here. */
export function madeLabel({ widthMm, heightMm }: { widthMm: number; heightMm: number }): RasterImage {
  const [widthDots, heightDots] = [widthMm * DOTS_PER_MM, heightMm * DOTS_PER_MM]
  const canvas = new OffscreenCanvas(widthDots, heightDots)
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (!pen) throw new Error('a canvas without a context')
  pen.fillStyle = 'white'
  pen.fillRect(0, 0, widthDots, heightDots)
  pen.fillStyle = 'black'
  pen.font = '500 34px "Noto Sans SC", sans-serif'
  pen.fillText('建筑消防设施维护保养', 24, 60)
  pen.font = '26px "Noto Sans SC", sans-serif'
  for (const [index, line] of [
    '服务机构：南京安盾消防技术服务有限公司',
    '服务对象：金鹰国际购物中心',
    '项目负责人：王玉才',
    '维护保养日期：2026-11-20',
    '下次维护保养：2026-12-20',
  ].entries()) {
    pen.fillText(line, 24, 120 + index * 46)
  }
  pen.strokeRect(8, 8, widthDots - 16, heightDots - 16)
  const { data } = pen.getImageData(0, 0, widthDots, heightDots)
  const bytesPerRow = Math.ceil(widthDots / 8)
  const bits = new Uint8Array(bytesPerRow * heightDots)
  for (let dot = 0; dot < widthDots * heightDots; dot += 1) {
    if ((data[dot * 4] ?? 255) > 128) continue
    const [row, column] = [Math.floor(dot / widthDots), dot % widthDots]
    const place = row * bytesPerRow + (column >> 3)
    bits[place] = (bits[place] ?? 0) | (128 >> (column & 7))
  }
  return encodeRasterImage({ widthDots, heightDots, bytesPerRow, bits }, 203)
}
