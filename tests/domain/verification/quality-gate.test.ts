import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FaceSignals } from '../../../domain/verification/face-signals.ts'
import {
  createQualityGate,
  GOOD_FRAMES,
  judgeQuality,
  type FaceReading,
} from '../../../domain/verification/quality-gate.ts'

const SIGNALS: FaceSignals = { eyeOpenness: 0.35, mouthOpenness: 0.07, turn: 0.5, widthPixels: 200 }
const LIGHT = { brightness: 130, overexposedShare: 0, sharpness: 60 }
const GOOD: FaceReading = { atMs: 0, faces: 1, signals: SIGNALS, light: LIGHT }

describe('the quality gate', () => {
  it.each([
    ['no-face', { faces: 0, signals: null, light: null }],
    ['several-faces', { faces: 2 }],
    ['too-far', { signals: { ...SIGNALS, widthPixels: 60 } }],
    ['too-near', { signals: { ...SIGNALS, widthPixels: 500 } }],
    ['too-dark', { light: { ...LIGHT, brightness: 20 } }],
    ['too-bright', { light: { ...LIGHT, overexposedShare: 0.6 } }],
    ['blurred', { light: { ...LIGHT, sharpness: 3 } }],
    ['turned', { signals: { ...SIGNALS, turn: 0.7 } }],
    [null, {}],
  ])('names %s', (trouble, change) => {
    expect(judgeQuality({ ...GOOD, ...change })).toBe(trouble)
  })

  it('is good after five good frames in a row, never earlier, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (frames) => {
        const gate = createQualityGate()
        let inARow = 0
        for (const good of frames) {
          const state = gate(good ? GOOD : { ...GOOD, faces: 0 })
          inARow = good ? inARow + 1 : 0
          expect(state.kind).toBe(inARow >= GOOD_FRAMES ? 'good' : 'waiting')
        }
      }),
    )
  })

  it('takes the median for the face at rest, so that one blink does not spoil it', () => {
    const gate = createQualityGate()
    let state = gate(GOOD)
    for (const eyeOpenness of [0.35, 0.1, 0.36, 0.34]) {
      state = gate({ ...GOOD, signals: { ...SIGNALS, eyeOpenness } })
    }
    expect(state).toMatchObject({ kind: 'good', rest: { eyeOpenness: 0.35 } })
  })
})
