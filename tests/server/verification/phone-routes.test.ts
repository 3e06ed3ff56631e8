import { describe, expect, it } from 'vitest'
import { FACE_CONSENT } from '../../../domain/verification/face-consent.ts'
import type { FaceChallenge, PhoneOpened } from '../../../domain/verification/face-contract.ts'
import { anAuthority } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { aPhoto, anUnverifiedOrganisation, sealed } from '../../support/face/a-face-session.ts'
import { judgedByHand } from '../../support/face/judged-by-hand.ts'
import { startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('the phone’s way on $name', ({ open }) => {
  async function scanned() {
    const judge = judgedByHand()
    const server = await startTestServer(await open(), { face: { judge } })
    const mine = await anUnverifiedOrganisation(server)
    const result = await mine.start('phone', null)
    if (!result.ok || !result.value.phone) throw new Error('no QR')
    const { sessionId, phone } = result.value
    const path = new URL(phone.url).pathname
    const post = (verb: string, body: unknown = {}) =>
      server.app.inject({ method: 'POST', url: `${path}/${verb}`, payload: body as object })
    return { server, judge, ...mine, sessionId, code: phone.code, path, post }
  }
  const consent = { consentVersion: FACE_CONSENT.version, cameraLabel: null }

  it('is opened once, shows the same code and a masked name, and passes to the desktop live', async () => {
    const { server, token, sessionId, code, post, ended } = await scanned()
    const waiting = server.ask('verification.faceState', { sessionId, knownVersion: 1 }, token)
    const opened = (await post('open')).json<{ value: PhoneOpened }>().value
    expect(await waiting).toMatchObject({ state: 'scanned' })
    expect(opened.code).toBe(code)
    expect(opened.maskedName).toMatch(/^.\*/)
    expect((await post('open')).statusCode).toBe(410)
    expect(JSON.stringify(opened)).not.toContain('prompts')
    const challenge = (await post('confirm', { nonce: opened.nonce, ...consent })).json<{
      value: FaceChallenge
    }>().value
    await post('submit', { nonce: opened.nonce, sealedBase64: await sealed(challenge) })
    expect(await ended(sessionId)).toMatchObject({ state: 'passed' })
    expect((await post('state', { nonce: opened.nonce })).json()).toMatchObject({
      value: { state: 'passed' },
    })
  })

  it('takes one photo where the phone opens no camera, for people alone and under a name that says so', async () => {
    const { server, organisation, judge, post, sessionId, ended, verification } = await scanned()
    const { nonce } = (await post('open')).json<{ value: PhoneOpened }>().value
    const challenge = (await post('confirm', { nonce, ...consent })).json<{ value: FaceChallenge }>().value
    await post('photo', { nonce, sealedBase64: await sealed(challenge, aPhoto(challenge)) })
    expect(await ended(sessionId)).toMatchObject({ state: 'in-review', failure: { reason: 'photo-only' } })
    expect(judge.asked).toEqual([])
    expect(await verification()).toMatchObject({ state: 'in-review', label: '自拍照片，未核验' })
    const authority = await anAuthority(server)
    const look = { organisationId: organisation.id }
    const evidence = await server.ask('verification.readFaceEvidence', look, authority.token)
    expect(evidence).toMatchObject({
      label: '自拍照片，未核验',
      portraitJpegBase64: null,
      digits: null,
      frames: [{ kind: 'neutral' }],
    })
    expect(evidence?.limits).toContain('不能证明是本人现场拍摄')
  })

  it('takes no film, no second picture and no other file in the place of that photo', async () => {
    const { post, sessionId, ended } = await scanned()
    const { nonce } = (await post('open')).json<{ value: PhoneOpened }>().value
    const challenge = (await post('confirm', { nonce, ...consent })).json<{ value: FaceChallenge }>().value
    await post('photo', { nonce, sealedBase64: await sealed(challenge) })
    expect(await ended(sessionId)).toMatchObject({ state: 'failed', failure: { reason: 'unreadable' } })
  })

  it('counts no try before prompts are shown, is cancelled from the desktop, and then is gone', async () => {
    const { server, token, sessionId, post } = await scanned()
    expect(await server.ask('verification.cancelFace', { sessionId }, token)).toMatchObject({
      state: 'cancelled',
      triesLeft: 3,
    })
    expect((await post('open')).statusCode).toBe(410)
  })

  it('is gone after 120 seconds, and answers nobody without the nonce', async () => {
    const { server, post } = await scanned()
    expect((await post('state', { nonce: 'guessed' })).statusCode).toBe(404)
    server.clock.pass(121_000)
    expect((await post('open')).statusCode).toBe(410)
  })

  it('serves its page with a policy of its own', async () => {
    const { server, path } = await scanned()
    const page = await server.app.inject({ method: 'GET', url: path })
    expect([200, 503]).toContain(page.statusCode)
    const asset = await server.app.inject({ method: 'GET', url: '/verify/assets/../../package.json' })
    expect(asset.statusCode).toBe(404)
  })
})
