import type { FaceAction, FaceFrameKind } from '../../../domain/verification/face-action.ts'
import type { FaceSignals } from '../../../domain/verification/face-signals.ts'
import { CameraTroubleError } from './camera-trouble.ts'
import { createPromptMachine, type BurntReason } from '../../../domain/verification/prompt-machine.ts'
import { createQualityGate, type QualityTrouble } from '../../../domain/verification/quality-gate.ts'
import type { CapturedFrame } from './detector-messages.ts'
import type { FaceDetector } from './face-detector.ts'

/** Where pictures come from: the playing video of the preview. */
export type PictureSource = () => Promise<ImageBitmap>

export interface CaptureTools {
  detector: Pick<FaceDetector, 'measure'>
  picture: PictureSource
  /** Milliseconds that never go back. */
  nowMs: () => number
  signal: AbortSignal
}

export interface TakenPicture {
  kind: FaceFrameKind
  atMs: number
  jpeg: Blob
}

export type CaptureStage =
  | { kind: 'quality'; trouble: QualityTrouble | null }
  | { kind: 'rest'; index: number; total: number }
  | { kind: 'prompt'; action: FaceAction; index: number; total: number; secondsLeft: number }
  | { kind: 'digits'; digits: string; secondsLeft: number }

export type PromptOutcome =
  { kind: 'taken'; pictures: TakenPicture[] } | { kind: 'burnt'; reason: BurntReason }

/** The face at rest, once five good frames came in a row; null when they did not within 15 seconds. Rejects when `signal` is raised. */
export async function awaitGoodPicture(
  tools: CaptureTools,
  onStage: (stage: CaptureStage) => void,
): Promise<FaceSignals | null> {
  const gate = createQualityGate()
  const startedMs = tools.nowMs()
  const giveUpAtMs = startedMs + QUALITY_TIME_MS
  let frames = 0
  while (tools.nowMs() < giveUpAtMs) {
    const state = gate(await nextFrame(tools, false))
    frames += 1
    if (state.kind === 'good') {
      if ((tools.nowMs() - startedMs) / frames > FRAME_TIME_MAX_MS)
        throw new CameraTroubleError('slow-computer')
      return state.rest
    }
    onStage({ kind: 'quality', trouble: state.trouble })
  }
  return null
}
const QUALITY_TIME_MS = 15_000
/** About 65 ms are usual (shared/face.md §2). So slowly, an action of a second could lie between two frames. */
const FRAME_TIME_MAX_MS = 800

/** Takes the person through the prompts; the pictures come in the order the server expects. Rejects when `signal` is raised. */
export async function runPrompts(
  tools: CaptureTools,
  prompts: readonly FaceAction[],
  rest: FaceSignals,
  onStage: (stage: CaptureStage) => void,
): Promise<PromptOutcome> {
  const machine = createPromptMachine<CapturedFrame>(prompts, rest)
  const total = prompts.length
  for (;;) {
    const frame = await nextFrame(tools, true)
    const state = machine(frame)
    switch (state.kind) {
      case 'done':
        return { kind: 'taken', pictures: state.taken.flatMap(pictureOf) }
      case 'burnt':
        return state
      case 'rest':
        onStage({ kind: 'rest', index: state.index, total })
        break
      case 'prompt': {
        const secondsLeft = Math.max(0, Math.ceil((state.endsAtMs - frame.atMs) / 1000))
        onStage({ kind: 'prompt', action: state.action, index: state.index, total, secondsLeft })
      }
    }
  }
}

/** Time to read the digits aloud into the film; nothing is judged meanwhile. Rejects when `signal` is raised. */
export async function awaitReading(
  { nowMs, signal }: CaptureTools,
  digits: string,
  onStage: (stage: CaptureStage) => void,
): Promise<void> {
  const endsAtMs = nowMs() + READING_TIME_MS
  for (let leftMs = READING_TIME_MS; leftMs > 0; leftMs = endsAtMs - nowMs()) {
    onStage({ kind: 'digits', digits, secondsLeft: Math.ceil(leftMs / 1000) })
    const pauseMs = Math.min(leftMs, 250)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    signal.throwIfAborted()
  }
}
const READING_TIME_MS = 3000

function pictureOf({ kind, reading }: { kind: FaceFrameKind; reading: CapturedFrame }): TakenPicture[] {
  return reading.jpeg ? [{ kind, atMs: reading.atMs, jpeg: reading.jpeg }] : []
}

async function nextFrame(
  { detector, picture, nowMs, signal }: CaptureTools,
  keep: boolean,
): Promise<CapturedFrame> {
  signal.throwIfAborted()
  const taken = await picture()
  const frame = await detector.measure(taken, nowMs(), keep)
  signal.throwIfAborted()
  return frame
}
