import { describe, expect, it } from 'vitest'
import type { Result } from '../../../../domain/contracts/failure.ts'
import type { FaceSessionState, FaceState } from '../../../../domain/verification/face-contract.ts'
import { followDecision } from '../../../../renderer/shared/face-capture/follow-decision.ts'

const state = (version: number, word: FaceState): Result<FaceSessionState> => ({
  ok: true,
  value: {
    sessionId: 's',
    version,
    state: word,
    expiresAt: '2026-11-22T10:00:00.000Z',
    failure: null,
    triesLeft: 2,
    pausedUntil: null,
  },
})
const offline: Result<FaceSessionState> = { ok: false, failure: { code: 'server-unreachable' } }

async function follow(answers: Result<FaceSessionState>[]) {
  const seen: FaceState[] = []
  const end = await followDecision(
    {
      ask: () => Promise.resolve(answers.shift() ?? offline),
      onState: (next) => seen.push(next.state),
      signal: new AbortController().signal,
      wait: () => Promise.resolve(),
    },
    0,
  )
  return { seen, end }
}

describe('following a decision', () => {
  it('tells each change once and ends with the end, over a connection that is lost in between', async () => {
    const { seen, end } = await follow([
      state(1, 'scanned'),
      state(1, 'scanned'),
      offline,
      offline,
      state(2, 'deciding'),
      state(3, 'passed'),
    ])
    expect(seen).toEqual(['scanned', 'deciding', 'passed'])
    expect(end).toMatchObject({ state: 'passed' })
  })

  it('ends as a failure when the server stays away, and stops at a busy one so that it is submitted again', async () => {
    expect((await follow([])).end).toEqual({ code: 'server-unreachable' })
    expect((await follow([state(4, 'busy')])).end).toMatchObject({ state: 'busy' })
  })
})
