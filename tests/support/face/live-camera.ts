import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FaceAction } from '../../../domain/verification/face-action.ts'
import { FRAME_HEIGHT, FRAME_WIDTH, publicFace } from './public-face.ts'
import { AT_REST, createPuppet, POSES, type Disguise, type Pose, type Puppet } from './puppet.ts'

export interface LiveCamera {
  /** What Chromium is started with: `--use-file-for-fake-video-capture`. */
  file: string
  /** Does it once, as a person would: about a second there and back. */
  act(action: FaceAction): void
  leave(): void
  comeBack(): void
  /** Holds one picture without any movement, as a print held into the camera. */
  freeze(): void
  stop(): void
}

const HEADER = Buffer.from(`YUV4MPEG2 W${FRAME_WIDTH} H${FRAME_HEIGHT} F20:1 Ip A1:1 C420jpeg\n`)
const FRAME_MARK = Buffer.from('FRAME\n')
const LUMA_BYTES = FRAME_WIDTH * FRAME_HEIGHT
const FRAME_BYTES = LUMA_BYTES * 1.5
/** Two frames that Chromium loops; both are overwritten in place, never truncated (shared/face.md §1). */
const FRAMES = 2
const EVERY_MS = 60
/** How far the action has gone, and for how many pictures it stays there: about a second and a half in all. */
const STEPS = [
  [0.4, 1],
  [0.8, 1],
  [1, 20],
  [0.8, 1],
  [0.4, 1],
] as const

/** A person in front of the camera who does what he is told: the puppet, drawn beforehand and played as it is asked. */
export async function openLiveCamera(disguise?: Disguise): Promise<LiveCamera> {
  const puppet = createPuppet(await publicFace(), disguise)
  const idle = Array.from({ length: 12 }, (_, index) => yuvOf(puppet, swaying(AT_REST, index)))
  const acts = new Map(FaceAction.options.map((action) => [action, drawAct(puppet, POSES[action])]))
  const folder = mkdtempSync(join(tmpdir(), 'live-camera-'))
  const file = join(folder, 'camera.y4m')
  const grey = Buffer.alloc(FRAME_BYTES, 128)
  writeFileSync(
    file,
    Buffer.concat([HEADER, ...Array.from({ length: FRAMES }, () => [FRAME_MARK, grey]).flat()]),
  )
  const handle = openSync(file, 'r+')
  let queue: Buffer[] = []
  let [away, frozen, played] = [false, false, 0]

  const timer = setInterval(() => {
    if (frozen) return
    played += 1
    const picture = away ? grey : (queue.shift() ?? idle[played % idle.length] ?? grey)
    show(handle, grainy(picture))
  }, EVERY_MS)

  return {
    file,
    act: (action) => {
      queue = [...(acts.get(action) ?? [])]
    },
    leave: () => (away = true),
    comeBack: () => (away = false),
    freeze: () => (frozen = true),
    stop: () => {
      clearInterval(timer)
      closeSync(handle)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function drawAct(puppet: Puppet, pose: Pose): Buffer[] {
  const drawn = new Map<number, Buffer>()
  return STEPS.flatMap(([share, pictures]) => {
    const picture = drawn.get(share) ?? yuvOf(puppet, partly(pose, share))
    drawn.set(share, picture)
    return Array.from({ length: pictures }, () => picture)
  })
}

function show(handle: number, picture: Buffer): void {
  for (let frame = 0; frame < FRAMES; frame += 1) {
    const position = HEADER.length + frame * (FRAME_MARK.length + FRAME_BYTES) + FRAME_MARK.length
    writeSync(handle, picture, 0, FRAME_BYTES, position)
  }
}

function swaying(pose: Pose, index: number): Pose {
  const turn = (index / 12) * 2 * Math.PI
  return { ...pose, yaw: pose.yaw + 0.012 * Math.sin(turn), dx: 2 * Math.cos(turn), dy: Math.sin(2 * turn) }
}

function partly(pose: Pose, share: number): Pose {
  const between = (part: keyof Pose) => AT_REST[part] + (pose[part] - AT_REST[part]) * share
  return {
    yaw: between('yaw'),
    pitch: between('pitch'),
    roll: between('roll'),
    blink: between('blink'),
    mouth: between('mouth'),
    dx: between('dx'),
    dy: between('dy'),
    scale: between('scale'),
  }
}

/** A sensor's noise: no two frames of a real camera are alike. */
function grainy(picture: Buffer): Buffer {
  const noisy = Buffer.from(picture)
  let seed = Math.floor(Math.random() * 2 ** 31)
  for (let at = 0; at < LUMA_BYTES; at += 1) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    noisy[at] = Math.max(16, Math.min(235, (noisy[at] ?? 0) + (seed >>> 29) - 3))
  }
  return noisy
}

/** BT.601, studio swing, as Chromium reads y4m. */
function yuvOf(puppet: Puppet, pose: Pose): Buffer {
  const rgb = puppet.draw(pose)
  const yuv = Buffer.alloc(FRAME_BYTES)
  const half = FRAME_WIDTH / 2
  for (let y = 0; y < FRAME_HEIGHT; y += 1) {
    for (let x = 0; x < FRAME_WIDTH; x += 1) {
      const at = (y * FRAME_WIDTH + x) * 3
      const [red, green, blue] = [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0]
      yuv[y * FRAME_WIDTH + x] = 0.257 * red + 0.504 * green + 0.098 * blue + 16
      if (x % 2 === 1 || y % 2 === 1) continue
      const chroma = (y / 2) * half + x / 2
      yuv[LUMA_BYTES + chroma] = -0.148 * red - 0.291 * green + 0.439 * blue + 128
      yuv[LUMA_BYTES + LUMA_BYTES / 4 + chroma] = 0.439 * red - 0.368 * green - 0.071 * blue + 128
    }
  }
  return yuv
}
