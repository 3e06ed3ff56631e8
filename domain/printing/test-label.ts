import { dotsOf } from '../labels/label-size.ts'
import { createRaster, fillBlack, setBlack, type Raster } from '../labels/raster.ts'
import type { PrinterSettings } from './printer-settings.ts'

/**
 * A label of figures only, by which a person sees whether the printer's settings are right: the frame 1 mm inside the edge (size, offset), the arrow
 * pointing to the top with the solid square at the top left (direction, mirror), ticks every 5 mm (resolution), bars of 1 to 6 dots (density).
 * All black with white figures means the polarity is wrong.
 */
export function drawTestLabel({ size, dpi }: Pick<PrinterSettings, 'size' | 'dpi'>): Raster {
  const mm = (length: number) => dotsOf(length, dpi)
  const raster = createRaster(mm(size.widthMm), mm(size.heightMm))
  drawFrame(raster, mm(1), 3)
  fillBlack(raster, mm(3), mm(3), mm(4), mm(4))
  drawArrow(raster, Math.round(raster.widthDots / 2), mm(4), mm(10))
  for (let at = 5; at < size.widthMm; at += 5) fillBlack(raster, mm(at), mm(1), 1, mm(1))
  for (let at = 5; at < size.heightMm; at += 5) fillBlack(raster, mm(1), mm(at), mm(1), 1)
  drawDensityBars(raster, mm(3), raster.heightDots - mm(6), mm(3))
  return raster
}

function drawFrame(raster: Raster, inset: number, thickness: number): void {
  const width = raster.widthDots - 2 * inset
  const height = raster.heightDots - 2 * inset
  fillBlack(raster, inset, inset, width, thickness)
  fillBlack(raster, inset, inset + height - thickness, width, thickness)
  fillBlack(raster, inset, inset, thickness, height)
  fillBlack(raster, inset + width - thickness, inset, thickness, height)
}

function drawArrow(raster: Raster, middle: number, top: number, height: number): void {
  const head = Math.round(height / 2)
  for (let row = 0; row < head; row++) {
    for (let side = -row; side <= row; side++) setBlack(raster, middle + Math.round(side / 2), top + row)
  }
  const shaft = Math.round(head / 4)
  fillBlack(raster, middle - shaft, top + head, 2 * shaft, height - head)
}

/** Lines as wide as the gaps between them, from one dot to six: what runs together is printed too dark. */
function drawDensityBars(raster: Raster, left: number, top: number, height: number): void {
  let x = left
  for (let width = 1; width <= 6; width++) {
    for (let repeat = 0; repeat < 4; repeat++, x += 2 * width) fillBlack(raster, x, top, width, height)
    x += 6
  }
}
