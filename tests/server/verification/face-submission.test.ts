import { describe, expect, it } from 'vitest'
import { FACE_CONSENT } from '../../../domain/verification/face-consent.ts'
import { ENGINES } from '../../support/databases.ts'
import { aPayload, sealed } from '../../support/face/a-face-session.ts'
import { anUnverifiedOrganisationAtServer } from '../../support/face/an-unverified-organisation.ts'
import { failureOf } from '../../support/test-server.ts'

const MINUTE_MS = 60_000

describe.each(ENGINES)('what a face session is sent on $name', ({ open }) => {
  const prepared = async () => anUnverifiedOrganisationAtServer(await open())

  it('takes a session once: a second upload gets nowhere, and with the verification passed none begins', async () => {
    const { judge, start, started, submit, ended } = await prepared()
    const first = await started()
    await submit(first)
    await ended(first.sessionId)
    judge.next = 'fail'
    expect(await ended(first.sessionId)).toMatchObject({ state: 'passed' })
    expect(await submit(first)).toMatchObject({ ok: true, value: { state: 'passed' } })
    expect(judge.asked).toHaveLength(1)
    expect((await failureOf(start())).code).toBe('conflict')
  })

  it('refuses tampered, foreign and old uploads and what claims to be passed', async () => {
    const { server, judge, token, started, ended } = await prepared()
    const send = (sessionId: string, nonce: string, sealedBase64: string) =>
      server.call('verification.submitFace', { sessionId, nonce, sealedBase64 }, token)
    const first = await started()
    const upload = await sealed(first)
    const second = await started()
    await send(second.sessionId, second.nonce, upload)
    expect(await ended(second.sessionId)).toMatchObject({ failure: { reason: 'unreadable' } })
    const third = await started()
    const bytes = Buffer.from(await sealed(third), 'base64')
    bytes[200] = (bytes[200] ?? 0) ^ 1
    await send(third.sessionId, third.nonce, bytes.toString('base64'))
    expect(await ended(third.sessionId)).toMatchObject({ failure: { reason: 'unreadable' } })
    server.clock.pass(31 * MINUTE_MS)
    const fourth = await started()
    await send(fourth.sessionId, first.nonce, await sealed(fourth))
    expect(await ended(fourth.sessionId)).toMatchObject({ failure: { reason: 'unreadable' } })
    const fifth = await started()
    await send(fifth.sessionId, fifth.nonce, Buffer.from('{"state":"passed"}').toString('base64'))
    expect(await ended(fifth.sessionId)).toMatchObject({ state: 'failed' })
    expect(judge.asked).toEqual([])
  })

  it('refuses pictures that another session has sent, and one picture twice', async () => {
    const { judge, started, submit, ended } = await prepared()
    judge.next = 'fail'
    const first = await started()
    const payload = aPayload(first)
    await submit(first, payload)
    await ended(first.sessionId)
    const second = await started()
    await submit(second, { ...aPayload(second), frames: payload.frames })
    expect(await ended(second.sessionId)).toMatchObject({ failure: { reason: 'not-live' } })
    const third = await started()
    const [still] = aPayload(third).frames
    await submit(third, {
      ...aPayload(third),
      frames: aPayload(third).frames.map((frame) => ({ ...frame, jpeg: still?.jpeg ?? frame.jpeg })),
    })
    expect(await ended(third.sessionId)).toMatchObject({ failure: { reason: 'not-live' } })
    expect(judge.asked).toHaveLength(1)
  })

  it('refuses a virtual camera by its name, at the start and in the upload', async () => {
    const { server, token, started, submit, ended } = await prepared()
    const wish = {
      way: 'pc' as const,
      consentVersion: FACE_CONSENT.version,
      cameraLabel: 'OBS Virtual Camera',
    }
    expect((await failureOf(server.call('verification.startFace', wish, token))).message).toContain(
      '虚拟摄像头',
    )
    const challenge = await started()
    const payload = aPayload(challenge)
    await submit(challenge, {
      ...payload,
      device: { ...payload.device, cameraLabel: 'ManyCam Video Source' },
    })
    expect(await ended(challenge.sessionId)).toMatchObject({ failure: { reason: 'virtual-camera' } })
  })

  it('says busy and takes the same upload again; says so where it took too long or cannot decide', async () => {
    const { judge, started, submit, ended } = await prepared()
    judge.next = 'busy'
    const challenge = await started()
    const payload = aPayload(challenge)
    expect(await submit(challenge, payload)).toMatchObject({ ok: true, value: { state: 'busy' } })
    judge.next = 'too-long'
    await submit(challenge, payload)
    expect(await ended(challenge.sessionId)).toMatchObject({
      state: 'failed',
      failure: { reason: 'too-long' },
    })
    judge.next = 'unavailable'
    const next = await started()
    await submit(next)
    expect(await ended(next.sessionId)).toMatchObject({
      state: 'unavailable',
      failure: { advice: '请申请人工审核' },
    })
  })
})
