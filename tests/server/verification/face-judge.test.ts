import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FaceAction } from '../../../domain/verification/face-action.ts'
import type { FaceFailureReason } from '../../../domain/verification/face-failure.ts'
import type { FacePayload } from '../../../domain/verification/face-payload.ts'
import { createFaceJudge, type FaceJudge } from '../../../server/verification/face-judge.ts'
import { SIBLING, STRANGER } from '../../support/face/disguises.ts'
import {
  aPerformer,
  photographed,
  specimenCard,
  withSecondPerson,
  type Performer,
} from '../../support/face/specimen-capture.ts'

const SILENT = fileURLToPath(new URL('../../support/face/silent-worker.ts', import.meta.url))
const PROMPTS: FaceAction[] = ['blink', 'turn-left', 'open-mouth']

describe('the judge of faces', { timeout: 120_000 }, () => {
  let judge: FaceJudge
  let person: Performer
  let stranger: Performer
  let card: Buffer
  let honest: FacePayload['frames']

  beforeAll(async () => {
    judge = createFaceJudge({ timeLimitMs: 60_000, loadLimitMs: 60_000 })
    person = await aPerformer()
    stranger = await aPerformer(STRANGER)
    card = await specimenCard(person.face.png)
    honest = await person.perform(PROMPTS)
  }, 120_000)
  afterAll(() => {
    judge.close()
  })

  async function judged(frames: FacePayload['frames'], portrait: Uint8Array = card, prompts = PROMPTS) {
    const verdict = await judge.judge({ prompts, frames, portrait })
    if (verdict?.kind !== 'judged') throw new Error(`no judgement: ${verdict?.kind ?? 'busy'}`)
    return verdict.judgement
  }
  async function refused(reason: FaceFailureReason, frames: FacePayload['frames'], portrait?: Uint8Array) {
    expect(await judged(frames, portrait)).toMatchObject({ decision: 'fail', reason })
  }
  const replaced = (index: number, jpeg: Uint8Array<ArrayBuffer>) =>
    honest.map((frame, order) => (order === index ? { ...frame, jpeg } : frame))

  it('passes the person of the card who does what is asked — and so does a puppet of one photo, which is not defended', async () => {
    const judgement = await judged(honest)
    expect(judgement).toMatchObject({ decision: 'pass', band: 'pass', reason: null, findings: [] })
    expect(judgement.portraitJpeg?.length).toBeGreaterThan(1000)
    expect(judgement.versions).toMatchObject({ human: '3.3.6', faceApi: '1.7.15' })
  })

  it('passes every action that may be asked', async () => {
    const others: FaceAction[] = ['turn-right', 'come-nearer', 'blink']
    expect(await judged(await person.perform(others), card, others)).toMatchObject({ decision: 'pass' })
  })

  it('refuses a still photo held before the camera', async () => {
    await refused('too-slow', await person.perform(PROMPTS, () => 'neutral'))
  })

  it('refuses a photo of a screen that does not act', async () => {
    const frames = await person.perform(PROMPTS, () => 'neutral')
    const replay = await Promise.all(
      frames.map(async (frame) => ({ ...frame, jpeg: await photographed(frame.jpeg) })),
    )
    await refused('too-slow', replay)
  })

  it('refuses one picture sent over and over', async () => {
    const [first] = honest
    if (!first) throw new Error('no picture')
    await refused(
      'not-live',
      honest.map((frame) => ({ ...frame, jpeg: first.jpeg })),
    )
  })

  it('refuses a wrong action, and an action where rest was asked', async () => {
    await refused(
      'wrong-action',
      await person.perform(PROMPTS, (kind) => (kind === 'blink' ? 'turn-right' : kind)),
    )
    await refused(
      'wrong-action',
      await person.perform(PROMPTS, (kind, index) => (index === 2 ? 'open-mouth' : kind)),
    )
  })

  it('refuses a looped clip of all actions in the order of another session', async () => {
    const order: FaceAction[] = ['turn-left', 'open-mouth', 'blink']
    const recorded = await person.perform(order)
    await refused('wrong-order', recorded)
    const relabelled = recorded.map((frame, index) => ({ ...frame, kind: honest[index]?.kind ?? 'neutral' }))
    await refused('wrong-action', relabelled)
  })

  it('refuses a face that is swapped on the way', async () => {
    await refused('face-changed', replaced(5, await stranger.picture('open-mouth')))
  })

  it('refuses a second person in the picture and a face that leaves', async () => {
    await refused('several-faces', replaced(2, await withSecondPerson(honest[2]?.jpeg ?? new Uint8Array())))
    const empty = Uint8Array.from(person.face.pixels, () => 90)
    const { toJpeg } = await import('../../support/face/puppet.ts')
    await refused('face-lost', replaced(4, await toJpeg(empty)))
  })

  it('refuses another person’s card, and gives one much alike to people', async () => {
    await refused('not-the-person', await stranger.perform(PROMPTS))
    const sibling = await aPerformer(SIBLING)
    const seen: FaceAction[] = ['blink', 'turn-right', 'come-nearer']
    // The disguise narrows the eyes, and not every one of its actions can be read; what is asked here is the match.
    let judgement = await judged(await sibling.perform(seen), card, seen)
    for (let again = 0; again < 7 && judgement.reason === 'wrong-action'; again += 1)
      judgement = await judged(await sibling.perform(seen), card, seen)
    expect(judgement).toMatchObject({ decision: 'review', reason: 'near-the-person' })
  })

  it('refuses a card without a face and pictures that are none', async () => {
    await refused('portrait-unreadable', honest, Buffer.from('no picture'))
    await refused('unreadable', replaced(3, Uint8Array.from([0xff, 0xd8, 1, 2, 3])))
  })

  it('refuses times that run backwards or stand too far apart', async () => {
    await refused(
      'wrong-order',
      honest.map((frame) => ({ ...frame, atMs: -frame.atMs })),
    )
    await refused(
      'too-slow',
      honest.map((frame) => ({ ...frame, atMs: frame.atMs * 6 })),
    )
  })
})

describe('the process of the judge', () => {
  const question = { prompts: PROMPTS, frames: [], portrait: new Uint8Array() }

  it('says busy when its queue is full and goes on afterwards', async () => {
    const judge = createFaceJudge({ queueAtMost: 1, loadLimitMs: 60_000 })
    const first = judge.judge(question)
    const second = judge.judge(question)
    expect(judge.judge(question)).toBeNull()
    expect(await first).toMatchObject({ kind: 'judged' })
    expect(await second).toMatchObject({ kind: 'judged' })
    judge.close()
  }, 60_000)

  it('ends a process that takes too long and starts another', async () => {
    const judge = createFaceJudge({ worker: SILENT, timeLimitMs: 200 })
    const [first, second] = [judge.judge(question), judge.judge(question)]
    expect(await first).toEqual({ kind: 'too-long' })
    expect(await second).toEqual({ kind: 'too-long' })
    judge.close()
  }, 60_000)

  it('ends a process that was only asked whether it is there', async () => {
    const judge = createFaceJudge({ loadLimitMs: 60_000, idleMs: 50 })
    const workers = () => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length
    // Processes of the tests before may still be ending.
    await expect.poll(workers).toBe(0)
    expect(await judge.isAvailable()).toBe(true)
    expect(workers()).toBe(1)
    await expect.poll(workers, { timeout: 10_000 }).toBe(0)
    judge.close()
  }, 60_000)

  it('is unavailable where its program cannot start', async () => {
    const judge = createFaceJudge({ worker: '/nowhere/face-worker.ts' })
    expect(await judge.isAvailable()).toBe(false)
    expect(await judge.judge(question)).toEqual({ kind: 'unavailable' })
    judge.close()
  })
})
