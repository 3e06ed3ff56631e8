/** Detection and mesh in a thread of its own, on WASM with one thread: the page never waits for it, and no frame leaves this computer from here. */
import { Human, type Config, type FaceResult } from '@vladmandic/human'
import { measureFace } from '../../../domain/verification/face-signals.ts'
import {
  FRAME_HEIGHT,
  FRAME_WIDTH,
  type CapturedFrame,
  type DetectorAnswer,
  type DetectorQuestion,
} from './detector-messages.ts'
import { measureLight } from './light.ts'

const canvas = new OffscreenCanvas(FRAME_WIDTH, FRAME_HEIGHT)
const context = canvas.getContext('2d', { willReadFrequently: true })
let human: Human | null = null

/** A second face counts from this share of the first one's width on: a portrait on the wall behind does not. */
const SECOND_FACE_WIDTH_SHARE = 0.4
const JPEG_QUALITY = 0.9
const MODELS = ['blazeface', 'facemesh', 'iris']

globalThis.addEventListener('message', (event: MessageEvent<DetectorQuestion>) => {
  void answer(event.data)
})

async function answer(question: DetectorQuestion): Promise<void> {
  const { number } = question
  try {
    if (question.kind === 'load') {
      const startedMs = performance.now()
      await load(question.assets)
      say({ kind: 'loaded', number, tookMs: performance.now() - startedMs })
    } else {
      say({ kind: 'measured', number, frame: await measure(question) })
    }
  } catch (error) {
    say({ kind: 'failed', number, message: error instanceof Error ? error.message : String(error) })
  }
}

function say(message: DetectorAnswer): void {
  globalThis.postMessage(message)
}

async function load(assets: string): Promise<void> {
  const loading = new Human(settings(assets))
  await loading.load()
  if (loading.config.backend !== 'wasm') throw new Error('the wasm backend did not start')
  // A model that cannot be fetched is only a line in the console to the library.
  const loaded = loading.models.loaded()
  const missing = MODELS.filter((name) => !loaded.includes(name))
  if (missing.length > 0) throw new Error(`models missing: ${missing.join(', ')}`)
  // The first detection compiles; it is not to be paid by the first prompt.
  await loading.detect(new ImageData(FRAME_WIDTH, FRAME_HEIGHT))
  human = loading
}

async function measure({
  atMs,
  picture,
  keep,
}: Extract<DetectorQuestion, { kind: 'measure' }>): Promise<CapturedFrame> {
  if (!human || !context) throw new Error('the detector is not loaded')
  drawWhole(picture)
  const jpeg = keep ? await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY }) : null
  // Measured is what is sent: JPEG moves a mesh of whole pixels enough for the server to see another face at rest.
  if (jpeg) drawWhole(await createImageBitmap(jpeg))
  const pixels = context.getImageData(0, 0, FRAME_WIDTH, FRAME_HEIGHT)
  const { face, error } = await human.detect(pixels)
  if (error) throw new Error(error)
  const faces = face.toSorted((one, other) => other.box[2] - one.box[2])
  const main = faces[0]
  const signals = main ? measureFace(main.mesh.map(([x, y]) => [x, y])) : null
  return {
    atMs,
    faces: countFaces(faces),
    signals,
    light: main ? measureLight(pixels, main.box) : null,
    jpeg,
  }
}

/** A phone held upright gives a tall picture: it is fitted in whole, with black at both sides. */
function drawWhole(picture: ImageBitmap): void {
  if (!context) return
  const scale = Math.min(FRAME_WIDTH / picture.width, FRAME_HEIGHT / picture.height)
  const [width, height] = [picture.width * scale, picture.height * scale]
  context.fillStyle = '#000'
  context.fillRect(0, 0, FRAME_WIDTH, FRAME_HEIGHT)
  context.drawImage(picture, (FRAME_WIDTH - width) / 2, (FRAME_HEIGHT - height) / 2, width, height)
  picture.close()
}

function countFaces(faces: readonly FaceResult[]): number {
  const main = faces[0]
  if (!main) return 0
  return faces.filter(({ box }, index) => index === 0 || box[2] > SECOND_FACE_WIDTH_SHARE * main.box[2])
    .length
}

/** Every path is our own: the library's default would fetch from a foreign server. */
function settings(assets: string): Partial<Config> {
  return {
    backend: 'wasm',
    wasmPath: assets,
    modelBasePath: assets,
    cacheModels: false,
    debug: false,
    async: false,
    warmup: 'none',
    cacheSensitivity: 0,
    filter: { enabled: false },
    face: {
      enabled: true,
      detector: {
        modelPath: 'blazeface.json',
        maxDetected: 2,
        minConfidence: 0.3,
        rotation: false,
        return: false,
        skipFrames: 0,
        skipTime: 0,
      },
      mesh: { enabled: true, modelPath: 'facemesh.json' },
      iris: { enabled: true, modelPath: 'iris.json' },
      emotion: { enabled: false },
      description: { enabled: false },
      antispoof: { enabled: false },
      liveness: { enabled: false },
    },
    body: { enabled: false },
    hand: { enabled: false },
    object: { enabled: false },
    segmentation: { enabled: false },
    gesture: { enabled: false },
  }
}
