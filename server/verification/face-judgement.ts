import type { FaceAction, FaceFrameKind } from '../../domain/verification/face-action.ts'
import type { FaceFailureReason } from '../../domain/verification/face-failure.ts'

/** What the worker is asked: one session's pictures and the picture with the portrait. */
export interface FaceQuestion {
  prompts: readonly FaceAction[]
  frames: readonly { kind: FaceFrameKind; atMs: number; jpeg: Uint8Array }[]
  portrait: Uint8Array
}

/** No score leaves the worker: the band is all that anybody may know. */
export interface FaceJudgement {
  decision: 'pass' | 'review' | 'fail'
  band: 'pass' | 'review' | 'fail' | null
  /** Null where it passed; the first is what the person is told. */
  reason: FaceFailureReason | null
  /** All findings in short words for the log and the reviewer, without values. */
  findings: string[]
  portraitJpeg: Uint8Array | null
  versions: Record<string, string>
}

export type FaceWorkerAnswer =
  { id: number; kind: 'judged'; judgement: FaceJudgement } | { id: number; kind: 'failed'; message: string }
export type FaceWorkerMessage =
  FaceWorkerAnswer | { kind: 'ready' } | { kind: 'unavailable'; message: string }
