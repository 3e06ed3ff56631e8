import { labelPdf } from '../../../domain/labels/label-pdf.ts'
import type { LabelSize } from '../../../domain/labels/label-size.ts'
import { decodeRasterImage, type RasterImage } from '../../../domain/labels/raster-image.ts'
import { saveFile } from '../../shared/files/save-file.ts'
import { drawRaster } from '../../shared/labels/draw-raster.ts'

export type LabelFileFormat = 'png' | 'pdf'

/** Hands the label's dots to the user as a file that is named by its serial. */
export async function saveLabel(
  { image, size }: { image: RasterImage; size: LabelSize },
  serial: string,
  format: LabelFileFormat,
): Promise<void> {
  const name = `维保标签 ${serial}.${format}`
  if (format === 'pdf') {
    const bytes = new Uint8Array(labelPdf(decodeRasterImage(image), size))
    saveFile(new Blob([bytes], { type: 'application/pdf' }), name)
    return
  }
  const canvas = document.createElement('canvas')
  drawRaster(canvas, image)
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png')
  })
  if (blob) saveFile(blob, name)
}
