import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FACE_CONSENT } from '../../../domain/verification/face-consent.ts'
import type { FaceChallenge, PhoneOpened } from '../../../domain/verification/face-contract.ts'
import {
  aPayload,
  aPhoto,
  anUnverifiedOrganisation,
  PICTURE_MARKER,
  sealed,
} from '../../support/face/a-face-session.ts'
import { judgedByHand } from '../../support/face/judged-by-hand.ts'
import { anAuthority, someMaterials } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { failureOf, startTestServer, type TestServer } from '../../support/test-server.ts'

const MINUTE_MS = 60_000

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

/** Everything a thief of disk and database would find. */
async function everythingKept(server: TestServer): Promise<string> {
  const rows: unknown[] = []
  for (const table of [
    'face_session',
    'face_picture',
    'manual_review',
    'audit',
    'record',
    'version',
  ] as const)
    rows.push(await server.db.selectFrom(table).selectAll().execute())
  return (
    JSON.stringify(rows) +
    filesUnder(server.dataDir)
      .map((path) => readFileSync(path, 'latin1'))
      .join('')
  )
}

describe.each(ENGINES)('verification by face on $name', ({ open }) => {
  async function prepared() {
    const judge = judgedByHand()
    const server = await startTestServer(await open(), { face: { judge } })
    /** Decides on the request that waits now. */
    const decide = async (authority: { token: string }, approve: boolean) => {
      const [pending] = await server.ask('supervision.pendingVerifications', undefined, authority.token)
      if (!pending) throw new Error('nothing waits')
      const { organisationId, requestedAt } = pending
      const decision = { organisationId, requestedAt, approve, reason: approve ? '' : '证件系伪造' }
      await server.ask('supervision.decideVerification', decision, authority.token)
    }
    return { server, judge, decide, ...(await anUnverifiedOrganisation(server)) }
  }

  it('passes by a judged capture, tells the organisation and audits the end without pictures', async () => {
    const { server, judge, organisation, started, submit, ended, verification } = await prepared()
    const challenge = await started()
    expect(new Set(challenge.prompts).size).toBe(3)
    await submit(challenge)
    expect(await ended(challenge.sessionId)).toMatchObject({ state: 'passed', failure: null })
    expect(await verification()).toMatchObject({ state: 'passed', way: 'pc-face', label: '本地核验' })
    expect(await organisation.notices()).toContain('法定代表人实名认证已通过（本地核验）')
    expect(judge.asked[0]?.frames.map(({ kind }) => kind)).toEqual([
      'neutral',
      ...challenge.prompts.flatMap((prompt) => [prompt, 'neutral']),
    ])
    const audit = await server.db.selectFrom('audit').selectAll().execute()
    expect(audit.find(({ action }) => action === 'verification.face')?.details).toContain('"band":"pass"')
    expect(await everythingKept(server)).not.toContain(PICTURE_MARKER)
    expect(filesUnder(server.dataDir).filter((path) => path.includes('face-material'))).toEqual([])
  })

  it('tells why it failed with one thing to do, and leaves the verification as it was', async () => {
    const { judge, started, submit, ended, verification } = await prepared()
    judge.next = 'fail'
    const challenge = await started()
    await submit(challenge)
    expect(await ended(challenge.sessionId)).toMatchObject({
      state: 'failed',
      failure: { reason: 'not-the-person', advice: '请由法定代表人本人认证，并核对上传的证件头像面' },
      triesLeft: 2,
    })
    expect(await verification()).toMatchObject({ state: 'failed', way: 'phone-check' })
  })

  it('takes a session once: a second upload, another nonce, another session’s upload and altered bytes get nowhere', async () => {
    const { server, judge, token, started, submit, ended } = await prepared()
    const first = await started()
    const other = await sealed(first)
    await submit(first)
    await ended(first.sessionId)
    judge.next = 'fail'
    expect(await ended(first.sessionId)).toMatchObject({ state: 'passed' })
    expect(await submit(first)).toMatchObject({ ok: true, value: { state: 'passed' } })
    expect(judge.asked).toHaveLength(1)
    expect(other).toBeTruthy()
    expect(
      (
        await failureOf(
          server.call(
            'verification.startFace',
            { way: 'pc', consentVersion: FACE_CONSENT.version, cameraLabel: null },
            token,
          ),
        )
      ).code,
    ).toBe('conflict')
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

  it('ends after 120 seconds, and one session makes place for the next', async () => {
    const { server, token, started, ended, submit } = await prepared()
    const first = await started()
    const second = await started()
    expect(await ended(first.sessionId)).toMatchObject({ state: 'cancelled' })
    server.clock.pass(151_000)
    expect(await submit(second)).toMatchObject({
      ok: true,
      value: { state: 'expired', failure: { reason: 'expired' } },
    })
    const [row] = await server.db
      .selectFrom('face_session')
      .select('private_key')
      .where('id', '=', second.sessionId)
      .execute()
    expect(row?.private_key).toBeNull()
    expect(token).toBeTruthy()
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

  it('gives what is near to people, with sealed pictures that are erased when they decide', async () => {
    const { decide, server, judge, organisation, started, submit, ended, verification } = await prepared()
    judge.next = 'review'
    const challenge = await started()
    await submit(challenge)
    expect(await ended(challenge.sessionId)).toMatchObject({ state: 'in-review' })
    expect(await verification()).toMatchObject({ state: 'in-review', way: 'pc-face' })
    const kept = filesUnder(server.dataDir).filter((path) => path.includes('face-material'))
    expect(kept).toHaveLength(3)
    expect(await everythingKept(server)).not.toContain(PICTURE_MARKER)

    const elsewhere = await anAuthority(server, '330000')
    const authority = await anAuthority(server)
    const look = (token: string) =>
      server.call('verification.readFaceEvidence', { organisationId: organisation.id }, token)
    expect((await failureOf(look(elsewhere.token))).code).toBe('not-found')
    const evidence = await look(authority.token)
    if (!evidence.ok || !evidence.value) throw new Error('no evidence')
    expect(evidence.value.frames).toHaveLength(7)
    expect(Buffer.from(evidence.value.frames[0]?.jpegBase64 ?? '', 'base64').toString('latin1')).toContain(
      PICTURE_MARKER,
    )
    expect(evidence.value.limits).toContain('深度伪造')
    await decide(authority, true)
    expect(await verification()).toMatchObject({ state: 'passed', way: 'manual-review' })
    expect(filesUnder(server.dataDir).filter((path) => path.includes('face-material'))).toEqual([])
    const actions = (await server.db.selectFrom('audit').select('action').execute()).map(
      ({ action }) => action,
    )
    expect(actions).toContain('verification.look-at-face')
  })

  it('lets no machine pass what the authority has refused, not even with new materials', async () => {
    const { server, decide, organisation, materials, token, started, submit, ended, verification } =
      await prepared()
    const authority = await anAuthority(server)
    const request = { statement: '手机号登记在公司名下' }
    await server.ask('organisation.requestManualReview', request, token)
    await decide(authority, false)
    await decide(await anAuthority(server), false)
    expect(await verification()).toMatchObject({ state: 'failed', way: 'manual-review' })
    server.clock.pass(MINUTE_MS)
    const first = await started()
    await submit(first)
    expect(await ended(first.sessionId)).toMatchObject({ state: 'in-review' })
    expect(
      await server.ask('verification.readFaceEvidence', { organisationId: organisation.id }, authority.token),
    ).not.toBeNull()

    server.clock.pass(MINUTE_MS)
    await server.ask('organisation.submitMaterials', materials, token)
    expect(filesUnder(server.dataDir).filter((path) => path.includes('face-material'))).toEqual([])
    const second = await started()
    await submit(second)
    expect(await ended(second.sessionId)).toMatchObject({ state: 'in-review' })
    await decide(authority, true)
    expect(await verification()).toMatchObject({ state: 'passed', way: 'manual-review' })
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

  it('erases pictures when the person asks; the review goes on without them', async () => {
    const { server, judge, organisation, token, started, submit, ended } = await prepared()
    judge.next = 'review'
    const challenge = await started()
    await submit(challenge)
    await ended(challenge.sessionId)
    expect(await server.ask('verification.deleteFaceMaterial', undefined, token)).toEqual({
      deletedSessions: 1,
    })
    const authority = await anAuthority(server)
    const evidence = await server.ask(
      'verification.readFaceEvidence',
      { organisationId: organisation.id },
      authority.token,
    )
    expect(evidence).toBeNull()
    expect(filesUnder(server.dataDir).filter((path) => path.includes('face-material'))).toEqual([])
  })

  it('lets the old data stand until a changed legal representative passes', async () => {
    const { server, organisation, materials, token, started, submit, ended } = await prepared()
    const first = await started()
    await submit(first)
    await ended(first.sessionId)
    const other = await someMaterials(organisation.fileArrives)
    server.identity.decide(other.legalRepresentative.documentNumber, 'mismatch')
    await failureOf(server.call('organisation.submitMaterials', other, token))
    const stored = () => organisation.record('organisation', organisation.id)
    expect((await stored()).materials?.legalRepresentative).toEqual(materials.legalRepresentative)
    const second = await started()
    await submit(second)
    expect(await ended(second.sessionId)).toMatchObject({ state: 'passed' })
    expect(await stored()).toMatchObject({ materials: other, verification: { way: 'pc-face' } })
    expect((await stored()).changedMaterials).toBeUndefined()
  })

  it('is of its own organisation alone', async () => {
    const { server, started } = await prepared()
    const stranger = await anUnverifiedOrganisation(server)
    const { sessionId } = await started()
    expect((await failureOf(server.call('verification.faceState', { sessionId }, stranger.token))).code).toBe(
      'not-found',
    )
  })
})

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
