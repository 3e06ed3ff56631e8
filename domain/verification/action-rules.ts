import type { FaceAction } from './face-action.ts'
import type { FaceSignals } from './face-signals.ts'

/**
 * Limits relative to the person at rest, as measured with the puppet and live prototypes (face.md §1 and §5: eyes 0.40 → 0.16–0.23, mouth +0.07,
 * nose position ±0.12–0.15). Shared by the page, for advice, and the server, for the decision.
 */
export const ACTION_RULES = {
  eyesClosedBelow: 0.72,
  mouthOpenedBy: 0.03,
  turnedBy: 0.07,
  nearerTimes: 1.2,
  /** At rest: farther from the first picture than this is no rest. */
  rest: { eyesAtLeast: 0.8, mouthAtMost: 0.02, turnAtMost: 0.045, sizeTimes: 1.15 },
  /** At rest before anything is known of the person: looking straight on. */
  firstRest: { turnWithin: [0.38, 0.62], eyesAtLeast: 0.15 },
} as const

/** Every action that is to be seen in `now` against the person at rest; several at once are possible. */
export function actionsShown(rest: FaceSignals, now: FaceSignals): FaceAction[] {
  const shown: FaceAction[] = []
  const turned = now.turn - rest.turn
  // A turned face shows its eyes narrower and its cheeks closer together: other actions are judged from the front only.
  if (turned > ACTION_RULES.turnedBy) shown.push('turn-left')
  else if (turned < -ACTION_RULES.turnedBy) shown.push('turn-right')
  else {
    if (now.eyeOpenness < ACTION_RULES.eyesClosedBelow * rest.eyeOpenness) shown.push('blink')
    if (now.widthPixels > ACTION_RULES.nearerTimes * rest.widthPixels) shown.push('come-nearer')
  }
  if (now.mouthOpenness > rest.mouthOpenness + ACTION_RULES.mouthOpenedBy) shown.push('open-mouth')
  return shown
}

/** The asked action and no other. */
export function showsOnly(action: FaceAction, rest: FaceSignals, now: FaceSignals): boolean {
  const shown = actionsShown(rest, now)
  return shown.length === 1 && shown[0] === action
}

/** Back at rest: near the first picture in everything, so that the next action begins from it. */
export function isAtRest(first: FaceSignals, now: FaceSignals): boolean {
  const { rest } = ACTION_RULES
  const size = now.widthPixels / first.widthPixels
  return (
    now.eyeOpenness >= rest.eyesAtLeast * first.eyeOpenness &&
    now.mouthOpenness <= first.mouthOpenness + rest.mouthAtMost &&
    Math.abs(now.turn - first.turn) <= rest.turnAtMost &&
    size <= rest.sizeTimes &&
    size >= 1 / rest.sizeTimes
  )
}

/** Fit to be the first picture at rest. */
export function canBeFirst({ turn, eyeOpenness }: FaceSignals): boolean {
  const { turnWithin, eyesAtLeast } = ACTION_RULES.firstRest
  return turn >= turnWithin[0] && turn <= turnWithin[1] && eyeOpenness >= eyesAtLeast
}
