/** A point of the 468-point face mesh in pixels of the frame; depth, where given, is not used. */
export type MeshPoint = readonly number[]

/** What the rules look at, measured alike on the workstation, on the phone and on the server. */
export interface FaceSignals {
  /** Height of the eye opening by its width, mean of both eyes: about 0.3 to 0.4 open, about half of the person's own when closed. */
  eyeOpenness: number
  /** Gap between the lips by the height of the face: about 0.07 closed, 0.14 wide open. */
  mouthOpenness: number
  /** Where the tip of the nose stands between the two edges of the face: 0.5 straight ahead, more when the person turns to his own left. */
  turn: number
  /** Width of the face in pixels. */
  widthPixels: number
}

/** null when the mesh has not all its points. The frame must not be mirrored. */
export function measureFace(mesh: readonly MeshPoint[]): FaceSignals | null {
  const at = (index: number) => mesh[index]
  const eyes = [ratio(at(159), at(145), at(33), at(133)), ratio(at(386), at(374), at(263), at(362))] as const
  const mouth = ratio(at(13), at(14), at(10), at(152))
  const [nose, oneSide, otherSide] = [at(1)?.[0], at(234)?.[0], at(454)?.[0]]
  if (eyes[0] === null || eyes[1] === null || mouth === null) return null
  if (nose === undefined || oneSide === undefined || otherSide === undefined || oneSide === otherSide)
    return null
  return {
    eyeOpenness: (eyes[0] + eyes[1]) / 2,
    mouthOpenness: mouth,
    turn: (nose - oneSide) / (otherSide - oneSide),
    widthPixels: Math.abs(otherSide - oneSide),
  }
}

function ratio(
  upper: MeshPoint | undefined,
  lower: MeshPoint | undefined,
  one: MeshPoint | undefined,
  other: MeshPoint | undefined,
): number | null {
  if (!upper || !lower || !one || !other) return null
  const length = distance(one, other)
  return length === 0 ? null : distance(upper, lower) / length
}

function distance(one: MeshPoint, other: MeshPoint): number {
  return Math.hypot((one[0] ?? 0) - (other[0] ?? 0), (one[1] ?? 0) - (other[1] ?? 0))
}
