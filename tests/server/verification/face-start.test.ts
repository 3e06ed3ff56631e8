import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../support/databases.ts'
import { anUnverifiedOrganisationAtServer } from '../../support/face/an-unverified-organisation.ts'
import { failureOf } from '../../support/test-server.ts'

const MINUTE_MS = 60_000

describe.each(ENGINES)('the start of a face session on $name', ({ open }) => {
  const prepared = async () => anUnverifiedOrganisationAtServer(await open())

  it('asks for the consent as it stands, and for somebody to verify', async () => {
    const { server, start, token, started, submit, ended } = await prepared()
    expect((await failureOf(start('pc', '1999-1'))).message).toContain('同意书')
    expect((await failureOf(start('pc', null))).code).toBe('conflict')
    const challenge = await started()
    await submit(challenge)
    await ended(challenge.sessionId)
    const ways = await server.ask('verification.faceWays', undefined, token)
    expect(ways).toMatchObject({ maskedName: null, pc: { available: true } })
    expect((await failureOf(start())).message).toContain('没有等待认证')
  })

  it('pauses for thirty minutes after three tries and for the day after ten; prompts seen count, however the session ended', async () => {
    const { server, token, start, started } = await prepared()
    for (let round = 0; round < 3; round += 1) {
      for (let time = 0; time < 3; time += 1) {
        const { sessionId } = await started()
        await server.ask('verification.cancelFace', { sessionId }, token)
      }
      const failure = await failureOf(start())
      expect(failure).toMatchObject({ code: 'too-many-requests' })
      expect(failure.retryAfterSeconds).toBeLessThanOrEqual(1800)
      server.clock.pass(31 * MINUTE_MS)
    }
    await started()
    expect((await failureOf(start())).retryAfterSeconds).toBeGreaterThan(20 * 3600)
    server.clock.pass(24 * 60 * MINUTE_MS)
    await started()
  })

  it('asks the outside nothing and ends no session of a person whose tries are used up', async () => {
    const { started, start, ended, submit, judge } = await prepared()
    judge.next = 'fail'
    for (let time = 0; time < 2; time += 1) {
      const { sessionId, ...challenge } = await started()
      await submit({ sessionId, ...challenge })
      await ended(sessionId)
    }
    const last = await started()
    expect((await failureOf(start())).code).toBe('too-many-requests')
    judge.next = 'pass'
    await submit(last)
    expect(await ended(last.sessionId)).toMatchObject({ state: 'passed' })
  })

  it('does not begin where the models are missing, and names the way that is left', async () => {
    const { server, judge, start, token } = await prepared()
    judge.available = false
    expect(await failureOf(start())).toMatchObject({
      code: 'identity-service-unavailable',
      message: '服务器暂时不能进行人脸核验，请申请人工审核',
    })
    expect((await server.ask('verification.faceWays', undefined, token)).pc).toMatchObject({
      available: false,
    })
  })
})
