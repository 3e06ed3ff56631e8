import type { FaceSignals } from './face-signals.ts'

/** How the picture itself is, measured over the middle of the face. */
export interface LightSignals {
  /** 0 black to 255 white. */
  brightness: number
  /** Share of pixels that are burnt out, 0 to 1. */
  overexposedShare: number
  /** Variance of the Laplacian: low where nothing has an edge. */
  sharpness: number
}

/** One frame as the detector saw it, 640×480 or scaled to that. */
export interface FaceReading {
  /** Milliseconds since the capture began. */
  atMs: number
  /** Faces that count: the largest, and those of at least 40 % of its width. A face in a painting behind the person does not. */
  faces: number
  /** Of the largest face; null where there is none. */
  signals: FaceSignals | null
  light: LightSignals | null
}

export const QUALITY_TROUBLES = [
  'no-face',
  'several-faces',
  'too-far',
  'too-near',
  'too-dark',
  'too-bright',
  'blurred',
  'turned',
] as const
export type QualityTrouble = (typeof QUALITY_TROUBLES)[number]

/** Measured on 640×480 webcam frames of shared/face.md §2 ("Test videos"): dark, blurred, far and ordinary ones lie on the two sides of these. */
export const QUALITY_LIMITS = {
  faceWidthPixels: { atLeast: 110, atMost: 400 },
  brightnessAtLeast: 60,
  overexposedShareAtMost: 0.25,
  sharpnessAtLeast: 12,
  turnFromAheadAtMost: 0.12,
} as const

/** The one thing to mend first; null when the frame is good. */
export function judgeQuality({ faces, signals, light }: FaceReading): QualityTrouble | null {
  if (faces === 0 || !signals || !light) return 'no-face'
  if (faces > 1) return 'several-faces'
  const limits = QUALITY_LIMITS
  if (signals.widthPixels < limits.faceWidthPixels.atLeast) return 'too-far'
  if (signals.widthPixels > limits.faceWidthPixels.atMost) return 'too-near'
  if (light.brightness < limits.brightnessAtLeast) return 'too-dark'
  if (light.overexposedShare > limits.overexposedShareAtMost) return 'too-bright'
  if (light.sharpness < limits.sharpnessAtLeast) return 'blurred'
  if (Math.abs(signals.turn - 0.5) > limits.turnFromAheadAtMost) return 'turned'
  return null
}

export type QualityState =
  | { kind: 'waiting'; trouble: QualityTrouble | null; goodFrames: number }
  /** Median of the good frames: the person's own face at rest. */
  | { kind: 'good'; rest: FaceSignals }

/** Good frames in a row that make a face at rest. */
export const GOOD_FRAMES = 5

/** Waits for five good frames in a row; a bad one begins the count again. */
export function createQualityGate(): (reading: FaceReading) => QualityState {
  let good: FaceSignals[] = []
  return (reading) => {
    const trouble = judgeQuality(reading)
    if (trouble || !reading.signals) {
      good = []
      return { kind: 'waiting', trouble, goodFrames: 0 }
    }
    good.push(reading.signals)
    if (good.length < GOOD_FRAMES) return { kind: 'waiting', trouble: null, goodFrames: good.length }
    const middle = (signal: keyof FaceSignals) => median(good.map((signals) => signals[signal]))
    const rest: FaceSignals = {
      eyeOpenness: middle('eyeOpenness'),
      mouthOpenness: middle('mouthOpenness'),
      turn: middle('turn'),
      widthPixels: middle('widthPixels'),
    }
    return { kind: 'good', rest }
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}
