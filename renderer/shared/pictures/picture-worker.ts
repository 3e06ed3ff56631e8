/** Opens, judges, turns, cuts and shrinks pictures beside the page's own thread. */
import { findPageSkew } from '../../../domain/pictures/page-skew.ts'
import { examinePicture } from '../../../domain/pictures/picture-checks.ts'
import type { PixelPicture } from '../../../domain/pictures/pixel-picture.ts'
import type {
  PictureReply,
  PictureRequest,
  PictureSize,
  PictureTaskName,
  PictureTasks,
} from './picture-tasks.ts'

/** Enough for every check; larger copies only take time. */
const EXAMINED_EDGE = 2000
const SKEW_EDGE = 1000
const QUALITIES = [0.9, 0.82, 0.72, 0.6, 0.48] as const

const TASKS: {
  [Name in PictureTaskName]: (input: PictureTasks[Name]['input']) => Promise<PictureTasks[Name]['output']>
} = {
  examine: async ({ file, subject }) => {
    const bitmap = await createImageBitmap(file)
    const canvas = drawn(bitmap, EXAMINED_EDGE, 0)
    const { width, height } = bitmap
    bitmap.close()
    const examination = examinePicture(subject, pixelsOf(canvas), width / canvas.width)
    return { ...examination, width, height }
  },
  fit: async ({ file, edit, edgeMax, bytesMax }) => {
    const bitmap = await createImageBitmap(file)
    const turned = drawn(bitmap, Math.max(bitmap.width, bitmap.height), edit.quarterTurns)
    bitmap.close()
    const crop = edit.crop ?? { left: 0, top: 0, width: 1, height: 1 }
    const part = cut(turned, {
      left: Math.round(crop.left * turned.width),
      top: Math.round(crop.top * turned.height),
      width: Math.max(1, Math.round(crop.width * turned.width)),
      height: Math.max(1, Math.round(crop.height * turned.height)),
    })
    return shrunk(part, edgeMax, bytesMax)
  },
  page: async ({ file, quarterTurns, edgeMax, bytesMax }) => {
    const bitmap = await createImageBitmap(file)
    const turned = drawn(bitmap, edgeMax, quarterTurns)
    bitmap.close()
    const levelledDegrees = findPageSkew(pixelsOf(scaled(turned, SKEW_EDGE)))
    const page = levelledDegrees === 0 ? turned : levelled(turned, levelledDegrees)
    return { ...(await shrunk(page, edgeMax, bytesMax)), levelledDegrees }
  },
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas to draw on')
  context.imageSmoothingQuality = 'high'
  return context
}

/** White under what is transparent: JPEG would make it black. */
function sheet(
  width: number,
  height: number,
): { canvas: OffscreenCanvas; context: OffscreenCanvasRenderingContext2D } {
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width)), Math.max(1, Math.round(height)))
  const context = contextOf(canvas)
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  return { canvas, context }
}

function drawn(
  source: ImageBitmap | OffscreenCanvas,
  edgeMax: number,
  quarterTurns: number,
): OffscreenCanvas {
  const scale = Math.min(1, edgeMax / Math.max(source.width, source.height))
  const width = source.width * scale
  const height = source.height * scale
  const lies = quarterTurns % 2 === 0
  const { canvas, context } = sheet(lies ? width : height, lies ? height : width)
  context.translate(canvas.width / 2, canvas.height / 2)
  context.rotate((quarterTurns * Math.PI) / 2)
  context.drawImage(source, -width / 2, -height / 2, width, height)
  return canvas
}

const scaled = (canvas: OffscreenCanvas, edgeMax: number) =>
  Math.max(canvas.width, canvas.height) <= edgeMax ? canvas : drawn(canvas, edgeMax, 0)

function cut(
  canvas: OffscreenCanvas,
  part: { left: number; top: number; width: number; height: number },
): OffscreenCanvas {
  const piece = sheet(part.width, part.height)
  piece.context.drawImage(canvas, -part.left, -part.top)
  return piece.canvas
}

function levelled(canvas: OffscreenCanvas, degrees: number): OffscreenCanvas {
  const page = sheet(canvas.width, canvas.height)
  page.context.translate(canvas.width / 2, canvas.height / 2)
  page.context.rotate((degrees * Math.PI) / 180)
  page.context.drawImage(canvas, -canvas.width / 2, -canvas.height / 2)
  return page.canvas
}

function pixelsOf(canvas: OffscreenCanvas): PixelPicture {
  return contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height)
}

/** First less quality, then fewer pixels, until it is small enough. */
async function shrunk(
  source: OffscreenCanvas,
  edgeMax: number,
  bytesMax: number,
): Promise<{ jpeg: Blob } & PictureSize> {
  let canvas = scaled(source, edgeMax)
  for (;;) {
    for (const quality of QUALITIES) {
      const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality })
      if (jpeg.size <= bytesMax) return { jpeg, width: canvas.width, height: canvas.height }
    }
    canvas = drawn(canvas, Math.max(canvas.width, canvas.height) * 0.75, 0)
  }
}

addEventListener('message', ({ data }: MessageEvent<PictureRequest>) => {
  // Safe: name and input come from one request of picture-desk, whose types tie them together.
  const task = TASKS[data.name] as (input: unknown) => Promise<PictureReply['output']>
  void task(data.input)
    .catch(() => null)
    .then((output) => {
      postMessage({ id: data.id, output } satisfies PictureReply)
    })
})
