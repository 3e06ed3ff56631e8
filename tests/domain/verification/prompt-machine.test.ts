import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectedFrames, FaceAction } from '../../../domain/verification/face-action.ts'
import type { FaceSignals } from '../../../domain/verification/face-signals.ts'
import { createPromptMachine, type PromptState } from '../../../domain/verification/prompt-machine.ts'
import type { FaceReading } from '../../../domain/verification/quality-gate.ts'

const REST: FaceSignals = { eyeOpenness: 0.36, mouthOpenness: 0.07, turn: 0.5, widthPixels: 200 }
const SHOWN: Record<FaceAction, FaceSignals> = {
  blink: { ...REST, eyeOpenness: 0.15 },
  'open-mouth': { ...REST, mouthOpenness: 0.16 },
  'turn-left': { ...REST, turn: 0.64 },
  'turn-right': { ...REST, turn: 0.36 },
  'come-nearer': { ...REST, widthPixels: 270 },
}
const FRAME_MS = 100
const LIGHT = { brightness: 130, overexposedShare: 0, sharpness: 60 }
const actions = fc.uniqueArray(fc.constantFrom(...FaceAction.options), { minLength: 3, maxLength: 3 })

/** A person at the camera: answers what the machine asks for, frame by frame. */
function perform(
  prompts: readonly FaceAction[],
  answer: (
    asked: FaceAction,
    framesSincePrompt: number,
  ) => Partial<FaceReading> & { does?: FaceAction | null },
): PromptState<FaceReading> {
  const machine = createPromptMachine(prompts, REST)
  let asked: FaceAction | null = null
  let frames = 0
  let state: PromptState<FaceReading> = { kind: 'rest', index: 0 }
  for (let atMs = 0; atMs < 60_000; atMs += FRAME_MS) {
    const { does = null, ...rest } = asked === null ? {} : answer(asked, (frames += 1))
    const signals = does ? SHOWN[does] : REST
    state = machine({ atMs, faces: 1, signals, light: LIGHT, ...rest })
    if (state.kind === 'done' || state.kind === 'burnt') return state
    const now = state.kind === 'prompt' ? state.action : null
    if (now !== asked) frames = 0
    asked = now
  }
  return state
}

/** Sees the prompt, does it for half a second, comes back. */
const obeys = (asked: FaceAction, frame: number) => ({ does: frame > 3 && frame < 9 ? asked : null })

describe('the prompts', () => {
  it('are done by whoever does each of them, and give the frames the server expects in their order', () => {
    fc.assert(
      fc.property(actions, (prompts) => {
        const state = perform(prompts, obeys)
        if (state.kind !== 'done') throw new Error(`it ended as ${state.kind}`)
        expect(state.taken.map(({ kind }) => kind)).toEqual(expectedFrames(prompts))
        const times = state.taken.map(({ reading }) => reading.atMs)
        expect(times).toEqual(times.toSorted((one, other) => one - other))
      }),
    )
  })

  it('burn at any other action, but not at an unasked blink', () => {
    fc.assert(
      fc.property(actions, fc.constantFrom(...FaceAction.options), (prompts, other) => {
        const [first] = prompts
        fc.pre(first !== other)
        const state = perform(prompts, (asked, frame) =>
          asked === first && frame === 2 ? { does: other } : obeys(asked, frame),
        )
        expect(state.kind).toBe(other === 'blink' ? 'done' : 'burnt')
      }),
    )
  })

  it('burn when nothing is done for five seconds, as before a still picture', () => {
    expect(perform(['blink', 'turn-left', 'open-mouth'], () => ({}))).toEqual({
      kind: 'burnt',
      reason: 'too-slow',
    })
  })

  it('burn when the person never comes back to rest', () => {
    const state = perform(['turn-left', 'blink', 'open-mouth'], (asked, frame) => ({
      does: frame > 3 ? asked : null,
    }))
    expect(state).toEqual({ kind: 'burnt', reason: 'too-slow' })
  })

  it.each([
    ['face-lost', 0],
    ['several-faces', 2],
  ] as const)('burn as %s after a second with %i faces, and forgive a single frame', (reason, faces) => {
    const prompts = ['open-mouth', 'turn-right', 'blink'] as const
    const leave = perform(prompts, () => ({ faces, signals: faces === 0 ? null : REST }))
    expect(leave).toEqual({ kind: 'burnt', reason })
    const flicker = perform(prompts, (asked, frame) => (frame === 2 ? { faces } : obeys(asked, frame)))
    expect(flicker.kind).toBe('done')
  })

  it('burn a looped recording of the right actions in another order', () => {
    fc.assert(
      fc.property(actions, fc.nat(40), (prompts, phase) => {
        const loop = prompts.toReversed().filter((action) => action !== 'blink')
        fc.pre(loop[0] !== prompts[0])
        let frame = phase
        const state = perform(prompts, () => {
          frame += 1
          const action = loop[Math.floor(frame / 14) % loop.length]
          return { does: frame % 14 > 6 && action ? action : null }
        })
        expect(state.kind).not.toBe('done')
      }),
    )
  })

  it('let none of 20 loops of a full action clip through whose order is not the one drawn', () => {
    const clip = FaceAction.options
    /** 7 of the 60 orders that may be drawn: an unasked blink in between is forgiven, as everybody blinks. */
    const inClip = (prompts: readonly FaceAction[]) => {
      const start = clip.indexOf(prompts[0] ?? 'blink')
      const played = [...clip.slice(start), ...clip.slice(0, start)]
      const seen = played.filter((action) => action !== 'blink' || prompts.includes('blink'))
      return prompts.every((action, index) => action === seen[index])
    }
    const drawn = fc.sample(actions, { seed: 20, numRuns: 60 }).filter((prompts) => !inClip(prompts))
    const ends = drawn.slice(0, 20).map((prompts, run) => {
      let frame = run * 7
      return perform(prompts, () => {
        frame += 1
        return { does: frame % 14 > 6 ? (clip[Math.floor(frame / 14) % clip.length] ?? null) : null }
      }).kind
    })
    expect(ends).toHaveLength(20)
    expect(ends).not.toContain('done')
  })

  it('begin with no picture that the server does not take for the first one', () => {
    const machine = createPromptMachine(['blink'], { ...REST, turn: 0.61 })
    const reading = { atMs: 0, faces: 1, light: LIGHT, signals: { ...REST, turn: 0.63 } }
    expect(machine(reading)).toEqual({ kind: 'rest', index: 0 })
    expect(machine({ ...reading, signals: { ...REST, turn: 0.61 } })).toMatchObject({ kind: 'prompt' })
  })

  it('take each action at its height', () => {
    const strengths = [0.11, 0.19, 0.14]
    const state = perform(['open-mouth'], (_asked, frame) => {
      const mouthOpenness = strengths[frame - 3]
      return mouthOpenness === undefined ? {} : { signals: { ...REST, mouthOpenness } }
    })
    expect(state).toMatchObject({
      kind: 'done',
      taken: [{}, { kind: 'open-mouth', reading: { signals: { mouthOpenness: 0.19 } } }, {}],
    })
  })
})
