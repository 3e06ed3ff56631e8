import {
  FACE_PAUSE_MINUTES,
  FACE_TRIES,
  FACE_TRIES_PER_DAY,
} from '../../domain/verification/face-contract.ts'

export interface FaceTries {
  triesLeft: number
  /** Until when no new session may begin; null where one may. */
  pausedUntil: Date | null
}

const PAUSE_MS = FACE_PAUSE_MINUTES * 60_000
export const DAY_MS = 24 * 60 * 60_000

/**
 * Three tries, then thirty minutes without; ten in any 24 hours. `shownAt` are the moments at which prompts were shown to this person in the last day, in
 * order: a try counts from then on, so that nobody draws prompts until he likes them.
 */
export function countTries(shownAt: readonly Date[], now: Date): FaceTries {
  const recent = shownAt.filter((at) => now.getTime() - at.getTime() < DAY_MS)
  const oldest = recent.at(-FACE_TRIES_PER_DAY)
  if (oldest) return { triesLeft: 0, pausedUntil: new Date(oldest.getTime() + DAY_MS) }
  let inRow = 0
  let last = Number.NEGATIVE_INFINITY
  for (const at of recent) {
    inRow = inRow === FACE_TRIES || at.getTime() - last >= PAUSE_MS ? 1 : inRow + 1
    last = at.getTime()
  }
  if (now.getTime() - last >= PAUSE_MS) inRow = 0
  const leftToday = FACE_TRIES_PER_DAY - recent.length
  if (inRow < FACE_TRIES) return { triesLeft: Math.min(FACE_TRIES - inRow, leftToday), pausedUntil: null }
  return { triesLeft: 0, pausedUntil: new Date(last + PAUSE_MS) }
}
