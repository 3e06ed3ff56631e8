import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Config, FaceResult, Human } from '@vladmandic/human'
import { measureFace, type FaceSignals } from '../../../domain/verification/face-signals.ts'
import { CHIP_PIXELS, cutChip } from './face-chip.ts'
import { modelUrl, pretendBrowserWorker } from './browser-surroundings.ts'
import type { Picture } from './picture.ts'

export interface FaceDescriptors {
  /** 1024 numbers of human's faceres. */
  faceres: readonly number[]
  /** 128 numbers of dlib's net. */
  dlib: readonly number[]
}

export interface MeasuredFace {
  /** Left, top, width, height in pixels. */
  box: readonly [number, number, number, number]
  score: number
  mesh: readonly (readonly number[])[]
  signals: FaceSignals | null
  descriptors: FaceDescriptors
}

export interface FaceModels {
  /** Faces from the largest to the smallest, at most three. */
  measure: (picture: Picture) => Promise<MeasuredFace[]>
  triangles: readonly number[]
  versions: Record<string, string>
}

/** The part of TensorFlow that is used; each library brings its own. */
interface TensorFlow {
  env: () => { set: (flag: string, value: boolean) => void }
  getBackend: () => string
  tensor4d: (values: Float32Array, shape: [number, number, number, number]) => Tensor
  tidy: <T>(work: () => T) => T
}
interface FaceApi {
  tf: TensorFlow & {
    setWasmPaths: (path: string) => void
    setBackend: (name: string) => Promise<boolean>
    ready: () => Promise<void>
  }
  FaceRecognitionNet: new () => {
    loadFromUri: (uri: string) => Promise<void>
    forwardInput: (input: { toBatchTensor: () => Tensor }) => Tensor
  }
  env: { setEnv: (surroundings: object) => void }
}
interface Tensor {
  data: () => Promise<Float32Array>
  dispose: () => void
}

const NO_CACHE = { skipFrames: 0, skipTime: 0 }
const OFF = { enabled: false }

/** Loads once, 0.5 to 2 s; throws where a model file is missing. To be called in a process of its own. */
export async function loadFaceModels(): Promise<FaceModels> {
  const require = createRequire(import.meta.url)
  const folderOf = (file: string) => dirname(require.resolve(file))
  const human = packageFolder(require, '@vladmandic/human')
  const faceApi = packageFolder(require, '@vladmandic/face-api')
  const wasm = modelUrl(folderOf('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'))
  await pretendBrowserWorker()
  const detector = await loadHuman(human, wasm)
  const describe = await loadDlib(faceApi, wasm)
  return {
    async measure(picture) {
      const faces = await detect(detector, picture)
      const measured: MeasuredFace[] = []
      for (const face of faces) measured.push(await toMeasured(face, picture, describe))
      return measured
    },
    triangles: detector.faceTriangulation,
    versions: { human: detector.version, faceApi: versionOf(require, faceApi), decision: '1' },
  }
}

function packageFolder(require: NodeJS.Require, name: string): string {
  const entry = require.resolve(name)
  return entry.slice(0, entry.lastIndexOf(join('/', name)) + name.length + 1)
}

function versionOf(require: NodeJS.Require, folder: string): string {
  // Safe: every package has its version.
  return (require(join(folder, 'package.json')) as { version: string }).version
}

type Detector = Pick<Human, 'faceTriangulation' | 'version'> & {
  tf: TensorFlow
  load: () => Promise<void>
  detect: (input: Tensor) => Promise<{ face: FaceResult[]; error: string | null }>
}

async function loadHuman(folder: string, wasmPath: string): Promise<Detector> {
  const config: Partial<Config> = {
    backend: 'wasm',
    wasmPath,
    modelBasePath: modelUrl(join(folder, 'models')),
    debug: false,
    cacheModels: false,
    cacheSensitivity: 0,
    filter: OFF,
    gesture: OFF,
    body: OFF,
    hand: OFF,
    object: OFF,
    segmentation: OFF,
    face: {
      enabled: true,
      detector: { rotation: false, maxDetected: 3, ...NO_CACHE },
      mesh: { enabled: true },
      iris: { enabled: true },
      description: { enabled: true, ...NO_CACHE },
      emotion: OFF,
      antispoof: OFF,
      liveness: OFF,
    },
  }
  // Safe: the bundle exports what the package's types say.
  const module = (await import(pathToFileURL(join(folder, 'dist', 'human.esm.js')).href)) as {
    Human: new (config: Partial<Config>) => Detector
  }
  const human = new module.Human(config)
  // The threaded build would start workers that are not there.
  human.tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  await human.load()
  if (human.tf.getBackend() !== 'wasm') throw new Error('the wasm backend did not start')
  return human
}

async function loadDlib(
  folder: string,
  wasmPath: string,
): Promise<(chip: Float32Array) => Promise<number[]>> {
  // Safe: the bundle exports the parts that are declared here; `load` below throws where it does not.
  const api = (await import(pathToFileURL(join(folder, 'dist', 'face-api.esm.js')).href)) as FaceApi
  api.tf.setWasmPaths(wasmPath)
  api.tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  await api.tf.setBackend('wasm')
  await api.tf.ready()
  const nothing = Object
  api.env.setEnv({
    Canvas: nothing,
    Image: nothing,
    ImageData: nothing,
    Video: nothing,
    createCanvasElement: () => null,
    createImageElement: () => null,
    createVideoElement: () => null,
    fetch: globalThis.fetch,
    readFile: () => null,
  })
  const net = new api.FaceRecognitionNet()
  await net.loadFromUri(modelUrl(join(folder, 'model')))
  return async (chip) => {
    const input = api.tf.tensor4d(chip, [1, CHIP_PIXELS, CHIP_PIXELS, 3])
    const output = api.tf.tidy(() => net.forwardInput({ toBatchTensor: () => input }))
    const values = [...(await output.data())]
    input.dispose()
    output.dispose()
    return values
  }
}

async function detect(human: Detector, { data, width, height }: Picture): Promise<FaceResult[]> {
  const tensor = human.tf.tensor4d(Float32Array.from(data), [1, height, width, 3])
  try {
    const { face, error } = await human.detect(tensor)
    if (error) throw new Error(error)
    return face.toSorted((one, other) => other.box[2] - one.box[2])
  } finally {
    tensor.dispose()
  }
}

async function toMeasured(
  face: FaceResult,
  picture: Picture,
  describe: (chip: Float32Array) => Promise<number[]>,
): Promise<MeasuredFace> {
  const mesh = face.mesh.map(([x, y, z = 0]) => [x, y, z])
  const chip = cutChip(picture, mesh)
  return {
    box: face.box,
    score: face.boxScore,
    mesh,
    signals: measureFace(mesh),
    descriptors: { faceres: face.embedding ?? [], dlib: chip ? await describe(chip) : [] },
  }
}
