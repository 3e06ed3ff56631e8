import type { FaceDescriptors } from './face-models.ts'

/**
 * Fused score of two descriptors and its bands. Source: face.md §2 “Matching accuracy”: 778 genuine pairs and 381 501 impostor pairs of official
 * portraits; constants are mean and deviation of the East-Asian impostor cohort there (in-sample). At 3.0 FMR 6.9e-4 and FNMR 3.9 %; at 4.5 FMR 3.7e-5
 * and FNMR 11.4 %, the difference being what people review. To be calibrated anew on consenting staff with 证件照 and webcam: FACE_PASS=review until then.
 */
export const MATCH = {
  dlib: { mean: 0.66, deviation: 0.103 },
  faceres: { mean: 0.304, deviation: 0.084 },
  passFrom: 4.5,
  reviewFrom: 3,
  /** Every picture of a session against its first one; a swapped face was caught at −1.4. */
  sameSessionFrom: 4,
} as const

export type MatchBand = 'pass' | 'review' | 'fail'

export function fusedScore(one: FaceDescriptors, other: FaceDescriptors): number {
  const dlibDistance = Math.sqrt(squaredDistance(one.dlib, other.dlib))
  // human.match.similarity with its default order, multiplier and range (human/src/face/match.ts).
  const similarity = (1 - Math.sqrt(25 * squaredDistance(one.faceres, other.faceres)) / 100 - 0.2) / 0.6
  return (
    (MATCH.dlib.mean - dlibDistance) / MATCH.dlib.deviation +
    (similarity - MATCH.faceres.mean) / MATCH.faceres.deviation
  )
}

export function bandOf(score: number): MatchBand {
  if (score >= MATCH.passFrom) return 'pass'
  return score >= MATCH.reviewFrom ? 'review' : 'fail'
}

/** Descriptors that are missing are far from everything. */
function squaredDistance(one: readonly number[], other: readonly number[]): number {
  if (one.length === 0 || one.length !== other.length) return Number.POSITIVE_INFINITY
  return one.reduce((sum, value, index) => sum + (value - (other[index] ?? 0)) ** 2, 0)
}
