import { onScopeDispose, ref, shallowRef, type Ref } from 'vue'
import type { Failure } from '../../../domain/contracts/failure.ts'
import { FACE_ACTION_WORDS } from '../../../domain/verification/face-action.ts'
import type {
  FaceAbandonReason,
  FaceChallenge,
  FaceSessionState,
} from '../../../domain/verification/face-contract.ts'
import { spokenDigits } from '../../../domain/verification/spoken-digits.ts'
import type { QualityTrouble } from '../../../domain/verification/quality-gate.ts'
import {
  awaitGoodPicture,
  awaitReading,
  runPrompts,
  type CaptureStage,
  type CaptureTools,
  type PictureSource,
  type TakenPicture,
} from './capture-run.ts'
import type { Camera } from './camera.ts'
import { CameraTroubleError } from './camera-trouble.ts'
import type { FaceDoor } from './face-door.ts'
import { createFaceDetector } from './face-detector.ts'
import { followDecision, hasEnded } from './follow-decision.ts'
import { sealCapture } from './seal-capture.ts'
import { hush, speak } from './speak.ts'
import { useCamera, type UsedCamera } from './use-camera.ts'
import { recordVideo } from './video-evidence.ts'

/** ready: preview and devices; quality: until the picture is good; prompts; sending; deciding; ended: `result` or `failure` says how. */
export type FaceStep = 'ready' | 'quality' | 'prompts' | 'sending' | 'deciding' | 'busy' | 'ended'

export interface FaceVerification {
  step: Readonly<Ref<FaceStep>>
  stage: Readonly<Ref<CaptureStage | null>>
  /** What the picture lacked when 15 seconds were over. */
  qualityTrouble: Readonly<Ref<QualityTrouble | null>>
  result: Readonly<Ref<FaceSessionState | null>>
  failure: Readonly<Ref<Failure | null>>
  devices: UsedCamera
  begin: (picture: PictureSource) => Promise<void>
  /** After `busy`: what was taken is still there and is sent once more. */
  sendAgain: () => Promise<void>
  /** Back to the preview for another try. */
  prepare: () => Promise<void>
}

interface Options {
  door: FaceDoor
  /** Where models and WASM lie. */
  assets: string
  appVersion: string
}

/** One verification from the preview to the server's decision. Nothing taken outlives it, and nothing is kept but in memory. */
export function useFaceVerification({ door, assets, appVersion }: Options): FaceVerification {
  const step = ref<FaceStep>('ready')
  const stage = ref<CaptureStage | null>(null)
  const qualityTrouble = ref<QualityTrouble | null>(null)
  const result = shallowRef<FaceSessionState | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const detector = createFaceDetector(assets)
  let running = new AbortController()
  let challenge: FaceChallenge | null = null
  let sealed: string | null = null

  const devices = useCamera(detector, () => {
    const capturing = step.value === 'quality' || step.value === 'prompts'
    running.abort()
    // A camera that is found again begins anew from the preview.
    running = new AbortController()
    if (capturing) void giveUp('camera-lost')
  })

  async function prepare(): Promise<void> {
    running.abort()
    running = new AbortController()
    challenge = null
    sealed = null
    result.value = null
    failure.value = null
    stage.value = null
    step.value = 'ready'
    await devices.open()
  }

  async function begin(picture: PictureSource): Promise<void> {
    const camera = devices.camera.value
    if (!camera || step.value !== 'ready') return
    const { signal } = running
    const tools: CaptureTools = { detector, picture, nowMs: () => performance.now(), signal }
    try {
      await capture(tools, camera)
    } catch (error) {
      if (!signal.aborted) await troubled(error)
    } finally {
      hush()
    }
  }

  async function capture(tools: CaptureTools, camera: Camera): Promise<void> {
    step.value = 'quality'
    stage.value = { kind: 'quality', trouble: null }
    qualityTrouble.value = null
    const rest = await awaitGoodPicture(tools, show)
    if (!rest) {
      qualityTrouble.value = lastTrouble() ?? 'no-face'
      step.value = 'ready'
      return
    }
    const started = await door.start(camera.label)
    // Nobody saw a prompt of it: the server need not keep it.
    if (tools.signal.aborted && started.ok) door.cancel(started.value)
    tools.signal.throwIfAborted()
    if (!started.ok) {
      end(started.failure)
      return
    }
    challenge = started.value
    step.value = 'prompts'
    const film = recordVideo(camera.stream)
    try {
      const outcome = await runPrompts(tools, challenge.prompts, rest, show)
      if (outcome.kind === 'burnt') {
        await giveUp(outcome.reason)
        return
      }
      if (film) await awaitReading(tools, spokenDigits(challenge.nonce), show)
      await send(outcome.pictures, camera.label, (await film?.finish()) ?? null)
    } finally {
      film?.discard()
    }
  }

  function lastTrouble(): QualityTrouble | null {
    return stage.value?.kind === 'quality' ? stage.value.trouble : null
  }

  function show(next: CaptureStage): void {
    const before = stage.value
    stage.value = next
    const newPrompt = next.kind === 'prompt' && !(before?.kind === 'prompt' && before.index === next.index)
    if (newPrompt) speak(FACE_ACTION_WORDS[next.action])
  }

  async function send(pictures: readonly TakenPicture[], cameraLabel: string, video: Blob | null) {
    if (!challenge) return
    step.value = 'sending'
    devices.close()
    sealed = await sealCapture(
      challenge,
      { cameraLabel: cameraLabel.slice(0, 200), appVersion },
      pictures,
      video,
    )
    await sendAgain()
  }

  async function sendAgain(): Promise<void> {
    if (!challenge || sealed === null) return
    step.value = 'sending'
    const asked = challenge
    const { signal } = running
    const answer = await door.submit(asked, sealed)
    if (signal.aborted) return
    if (!answer.ok) {
      end(answer.failure)
      return
    }
    if (answer.value.state === 'busy' || hasEnded(answer.value)) {
      settle(answer.value)
      return
    }
    step.value = 'deciding'
    const decided = await followDecision(
      { ask: (version) => door.state(asked, version), onState: () => undefined, signal },
      answer.value.version,
    )
    if (!decided) return
    if ('state' in decided) settle(decided)
    else end(decided)
  }

  function settle(state: FaceSessionState): void {
    result.value = state
    if (state.state === 'busy') {
      step.value = 'busy'
      return
    }
    sealed = null
    devices.close()
    step.value = 'ended'
  }

  function end(reason: Failure): void {
    failure.value = reason
    devices.close()
    step.value = 'ended'
  }

  /** The session is over for these prompts: the server is told, and answers how many tries are left. */
  async function giveUp(reason: FaceAbandonReason): Promise<void> {
    const asked = challenge
    devices.close()
    if (!asked) {
      step.value = 'ready'
      return
    }
    const answer = await door.abandon(asked, reason)
    if (answer.ok) settle(answer.value)
    else end(answer.failure)
  }

  async function troubled(error: unknown): Promise<void> {
    await giveUp('camera-lost')
    devices.trouble.value = error instanceof CameraTroubleError ? error.trouble : 'not-responding'
  }

  onScopeDispose(() => {
    running.abort()
    if (challenge && step.value !== 'ended' && step.value !== 'deciding') door.cancel(challenge)
    sealed = null
    detector.close()
    hush()
  })
  return { step, stage, qualityTrouble, result, failure, devices, begin, sendAgain, prepare }
}
