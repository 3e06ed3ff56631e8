import { actionsShown, canBeFirst, isAtRest, showsOnly } from './action-rules.ts'
import { PROMPT_TIME_MS, type FaceAction, type FaceFrameKind } from './face-action.ts'
import type { FaceSignals } from './face-signals.ts'
import type { FaceReading } from './quality-gate.ts'

export const BURNT_REASONS = ['wrong-action', 'face-lost', 'several-faces', 'too-slow'] as const
export type BurntReason = (typeof BURNT_REASONS)[number]

export interface TakenFrame<Reading> {
  kind: FaceFrameKind
  reading: Reading
}

export type PromptState<Reading extends FaceReading> =
  /** Straight ahead, mouth closed: the next prompt is shown only from there. */
  | { kind: 'rest'; index: number }
  | { kind: 'prompt'; index: number; action: FaceAction; endsAtMs: number }
  /** The frames in the order of `expectedFrames`; each action at its height. */
  | { kind: 'done'; taken: TakenFrame<Reading>[] }
  /** Final: these prompts may not be tried again. */
  | { kind: 'burnt'; reason: BurntReason }

/** A face that is gone for longer, or a second one that stays for longer, ends it. */
export const FACE_GONE_MS = 700

/**
 * The strict rules of shared/face.md §0.5: at rest before each prompt, any other action or a lost face burns the session, five seconds a prompt.
 * Looped recordings passed naive rules in 4 of 6 tries and these in none of 10. An unasked blink is no other action: everybody blinks.
 */
export function createPromptMachine<Reading extends FaceReading>(
  actions: readonly FaceAction[],
  restBefore: FaceSignals,
): (reading: Reading) => PromptState<Reading> {
  const taken: TakenFrame<Reading>[] = []
  let rest = restBefore
  let state: PromptState<Reading> = { kind: 'rest', index: 0 }
  let sinceMs: number | null = null
  let notAloneSinceMs: number | null = null
  let peak: { reading: Reading; strength: number } | null = null

  const burn = (reason: BurntReason) => (state = { kind: 'burnt', reason })

  function awaitRest(reading: Reading, signals: FaceSignals, index: number): void {
    if (!isAtRest(rest, signals) || (index === 0 && !canBeFirst(signals))) return
    taken.push({ kind: 'neutral', reading })
    // The first picture at rest is what the server measures every action against.
    if (index === 0) rest = signals
    const action = actions[index]
    peak = null
    sinceMs = reading.atMs
    state =
      action === undefined
        ? { kind: 'done', taken }
        : { kind: 'prompt', index, action, endsAtMs: reading.atMs + PROMPT_TIME_MS }
  }

  function awaitAction(reading: Reading, signals: FaceSignals, action: FaceAction, index: number): void {
    const shown = actionsShown(rest, signals)
    if (shown.some((one) => one !== action && one !== 'blink') && !shown.includes(action)) {
      burn('wrong-action')
    } else if (showsOnly(action, rest, signals)) {
      const strength = strengthOf(action, rest, signals)
      if (!peak || strength > peak.strength) peak = { reading, strength }
    } else if (peak && !shown.includes(action)) {
      taken.push({ kind: action, reading: peak.reading })
      sinceMs = reading.atMs
      state = { kind: 'rest', index: index + 1 }
    }
  }

  return (reading) => {
    if (state.kind === 'done' || state.kind === 'burnt') return state
    const { atMs, faces, signals } = reading
    sinceMs ??= atMs
    if (faces !== 1 || !signals) {
      notAloneSinceMs ??= atMs
      if (atMs - notAloneSinceMs > FACE_GONE_MS) burn(faces > 1 ? 'several-faces' : 'face-lost')
      return state
    }
    notAloneSinceMs = null
    if (atMs - sinceMs > PROMPT_TIME_MS) return burn('too-slow')
    if (state.kind === 'rest') awaitRest(reading, signals, state.index)
    else awaitAction(reading, signals, state.action, state.index)
    return state
  }
}

/** How clearly the action is seen; comparable only within one action. */
function strengthOf(action: FaceAction, rest: FaceSignals, now: FaceSignals): number {
  switch (action) {
    case 'blink':
      return rest.eyeOpenness - now.eyeOpenness
    case 'open-mouth':
      return now.mouthOpenness - rest.mouthOpenness
    case 'turn-left':
      return now.turn - rest.turn
    case 'turn-right':
      return rest.turn - now.turn
    case 'come-nearer':
      return now.widthPixels / rest.widthPixels
  }
}
