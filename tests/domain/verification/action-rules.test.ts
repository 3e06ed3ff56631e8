import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actionsShown, canBeFirst, isAtRest, showsOnly } from '../../../domain/verification/action-rules.ts'
import { FaceAction } from '../../../domain/verification/face-action.ts'
import type { FaceSignals } from '../../../domain/verification/face-signals.ts'

/** As measured on the puppet of the public face. */
const REST: FaceSignals = { eyeOpenness: 0.417, mouthOpenness: 0.074, turn: 0.473, widthPixels: 148 }
const SHOWN: Record<FaceAction, FaceSignals> = {
  blink: { ...REST, eyeOpenness: 0.257 },
  'open-mouth': { ...REST, mouthOpenness: 0.139, turn: 0.459 },
  'turn-left': { ...REST, turn: 0.632, widthPixels: 133, eyeOpenness: 0.46 },
  'turn-right': { ...REST, turn: 0.333, widthPixels: 141 },
  'come-nearer': { ...REST, widthPixels: 200 },
}

describe('the rules of actions', () => {
  it.each(FaceAction.options)('tell %s from every other and from rest', (action) => {
    for (const asked of FaceAction.options)
      expect(showsOnly(asked, REST, SHOWN[action])).toBe(asked === action)
    expect(isAtRest(REST, SHOWN[action])).toBe(false)
    expect(showsOnly(action, REST, REST)).toBe(false)
  })

  it('call no face both at rest and acting, except in what rest leaves open', () => {
    const signals = fc.record({
      eyeOpenness: fc.double({ min: 0.1, max: 0.6, noNaN: true }),
      mouthOpenness: fc.double({ min: 0, max: 0.3, noNaN: true }),
      turn: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
      widthPixels: fc.double({ min: 60, max: 400, noNaN: true }),
    })
    fc.assert(
      fc.property(signals, signals, (rest, now) => {
        if (isAtRest(rest, now)) expect(actionsShown(rest, now)).toEqual([])
      }),
    )
  })

  it('ask a first picture to look straight with open eyes', () => {
    expect(canBeFirst(REST)).toBe(true)
    expect(canBeFirst({ ...REST, turn: 0.7 })).toBe(false)
    expect(canBeFirst({ ...REST, eyeOpenness: 0.1 })).toBe(false)
  })
})
