import { actionsShown, canBeFirst, isAtRest, showsOnly } from '../../../domain/verification/action-rules.ts'
import {
  expectedFrames,
  PROMPT_TIME_MS,
  type FaceAction,
  type FaceFrameKind,
} from '../../../domain/verification/face-action.ts'
import type { FaceFailureReason } from '../../../domain/verification/face-failure.ts'
import type { FaceSignals } from '../../../domain/verification/face-signals.ts'
import { fusedScore, MATCH } from './face-match.ts'
import type { FaceDescriptors, MeasuredFace } from './face-models.ts'

export interface MeasuredFrame {
  kind: FaceFrameKind
  atMs: number
  faces: readonly Pick<MeasuredFace, 'box' | 'score' | 'signals' | 'descriptors'>[]
  /** 160×120 grey, to tell two pictures apart. */
  thumbnail: Uint8Array
}

export interface Finding {
  reason: FaceFailureReason
  /** Which picture, counted from 0; -1 is the whole. */
  frame: number
}

/** face.md §3: a painting behind the person was once taken for a second face; it was small and doubtful. */
const SECOND_FACE = { widthShare: 0.4, score: 0.6 }
/** Between two pictures of a living person, mean over 160×120 grey values; a camera's own noise alone gives more. */
const SAME_PICTURE_BELOW = 0.08
const SESSION_AT_MOST_MS = 90_000
/** The page takes the picture at the height of the action and needs a moment to see it. */
const PATIENCE_MS = 1500

/**
 * Whether these pictures show one living person doing what was asked, in this order, in time. Every rule is judged, so that the reviewer sees all that was
 * found; the first finding is what the person is told.
 */
export function judgeSequence(prompts: readonly FaceAction[], frames: readonly MeasuredFrame[]): Finding[] {
  if (!isInOrder(prompts, frames)) return [{ reason: 'wrong-order', frame: -1 }]
  const findings = [...judgeTimes(frames), ...judgeFaces(frames), ...judgeRepeats(frames)]
  const faces = frames.map(({ faces: [main] }) => main)
  const first = faces[0]
  if (!first?.signals) return findings
  return [
    ...findings,
    ...judgeContinuity(faces, first.descriptors),
    ...judgeActions(prompts, faces, first.signals),
  ]
}

/** Known before anything is measured. */
export function isInOrder(
  prompts: readonly FaceAction[],
  frames: readonly { kind: FaceFrameKind }[],
): boolean {
  const expected = expectedFrames(prompts)
  return frames.length === expected.length && expected.every((kind, index) => frames[index]?.kind === kind)
}

function judgeTimes(frames: readonly MeasuredFrame[]): Finding[] {
  const findings: Finding[] = []
  frames.forEach(({ kind, atMs }, index) => {
    const before = frames[index - 1]
    if (!before) return
    const tookMs = atMs - before.atMs
    if (!(tookMs > 0)) findings.push({ reason: 'wrong-order', frame: index })
    else if (kind !== 'neutral' && tookMs > PROMPT_TIME_MS + PATIENCE_MS)
      findings.push({ reason: 'too-slow', frame: index })
  })
  const wholeMs = (frames.at(-1)?.atMs ?? 0) - (frames[0]?.atMs ?? 0)
  if (!(wholeMs <= SESSION_AT_MOST_MS)) findings.push({ reason: 'too-slow', frame: -1 })
  return findings
}

function judgeFaces(frames: readonly MeasuredFrame[]): Finding[] {
  return frames.flatMap(({ faces: [main, ...others] }, frame): Finding[] => {
    if (!main?.signals) return [{ reason: frame === 0 ? 'no-face' : 'face-lost', frame }]
    const second = others.some(
      ({ box, score }) => box[2] > SECOND_FACE.widthShare * main.box[2] && score >= SECOND_FACE.score,
    )
    return second ? [{ reason: 'several-faces', frame }] : []
  })
}

function judgeRepeats(frames: readonly MeasuredFrame[]): Finding[] {
  return frames.flatMap(({ thumbnail }, frame) =>
    frames
      .slice(0, frame)
      .some((earlier) => meanDifference(earlier.thumbnail, thumbnail) < SAME_PICTURE_BELOW)
      ? [{ reason: 'not-live' as const, frame }]
      : [],
  )
}

function judgeActions(
  prompts: readonly FaceAction[],
  faces: readonly (Pick<MeasuredFace, 'signals'> | undefined)[],
  rest: FaceSignals,
): Finding[] {
  const findings: Finding[] = canBeFirst(rest) ? [] : [{ reason: 'wrong-action', frame: 0 }]
  faces.forEach((face, frame) => {
    const signals = face?.signals
    if (frame === 0 || !signals) return
    const prompt = frame % 2 === 1 ? prompts[(frame - 1) / 2] : undefined
    if (!prompt) {
      if (!isAtRest(rest, signals)) findings.push({ reason: 'wrong-action', frame })
    } else if (!showsOnly(prompt, rest, signals)) {
      const nothing = actionsShown(rest, signals).length === 0
      findings.push({ reason: nothing ? 'too-slow' : 'wrong-action', frame })
    }
  })
  return findings
}

function judgeContinuity(
  faces: readonly (Pick<MeasuredFace, 'descriptors'> | undefined)[],
  first: FaceDescriptors,
): Finding[] {
  return faces.flatMap((face, frame): Finding[] =>
    frame > 0 && face && fusedScore(first, face.descriptors) < MATCH.sameSessionFrom
      ? [{ reason: 'face-changed', frame }]
      : [],
  )
}

function meanDifference(one: Uint8Array, other: Uint8Array): number {
  if (one.length === 0 || one.length !== other.length) return Number.POSITIVE_INFINITY
  let sum = 0
  for (let index = 0; index < one.length; index += 1) sum += Math.abs((one[index] ?? 0) - (other[index] ?? 0))
  return sum / one.length
}

/** Mean over the pictures at rest: one lucky picture does not carry a stranger over the line. */
export function matchScore(portrait: FaceDescriptors, frames: readonly MeasuredFrame[]): number {
  const scores = frames
    .filter(({ kind }) => kind === 'neutral')
    .flatMap(({ faces: [main] }) => (main ? [fusedScore(portrait, main.descriptors)] : []))
  return scores.length === 0
    ? Number.NEGATIVE_INFINITY
    : scores.reduce((sum, score) => sum + score) / scores.length
}
