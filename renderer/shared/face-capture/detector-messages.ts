import type { FaceReading } from '../../../domain/verification/quality-gate.ts'

/** What the page asks of the detector's worker; each question carries its number, which the answer repeats. */
export type DetectorQuestion =
  | { kind: 'load'; number: number; assets: string }
  | { kind: 'measure'; number: number; atMs: number; picture: ImageBitmap; keep: boolean }

export type DetectorAnswer =
  | { kind: 'loaded'; number: number; tookMs: number }
  | { kind: 'measured'; number: number; frame: CapturedFrame }
  | { kind: 'failed'; number: number; message: string }

/** A frame with what was seen in it; `jpeg` (640×480) only where it was asked to be kept. */
export interface CapturedFrame extends FaceReading {
  jpeg: Blob | null
}

export const FRAME_WIDTH = 640
export const FRAME_HEIGHT = 480
