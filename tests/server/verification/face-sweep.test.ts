import { describe, expect, it } from 'vitest'
import { spokenDigits } from '../../../domain/verification/spoken-digits.ts'
import { anAuthority } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { PICTURE_MARKER } from '../../support/face/a-face-session.ts'
import { anUnverifiedOrganisationAtServer } from '../../support/face/an-unverified-organisation.ts'
import { everythingKept, faceMaterialOf } from '../../support/face/kept-by-server.ts'
import { failureOf } from '../../support/test-server.ts'

describe.each(ENGINES)('pictures of a face on $name', ({ open }) => {
  const prepared = async () => anUnverifiedOrganisationAtServer(await open())

  it('gives what is near to people, with sealed pictures that are erased when they decide', async () => {
    const { decide, server, judge, organisation, started, submit, ended, verification } = await prepared()
    judge.next = 'review'
    const challenge = await started()
    await submit(challenge)
    expect(await ended(challenge.sessionId)).toMatchObject({ state: 'in-review' })
    expect(await verification()).toMatchObject({ state: 'in-review', way: 'pc-face' })
    const kept = faceMaterialOf(server)
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
    expect(evidence.value.digits).toBe(spokenDigits(challenge.nonce))
    await decide(authority, true)
    expect(await verification()).toMatchObject({ state: 'passed', way: 'manual-review' })
    expect(faceMaterialOf(server)).toEqual([])
    const actions = (await server.db.selectFrom('audit').select('action').execute()).map(
      ({ action }) => action,
    )
    expect(actions).toContain('verification.look-at-face')
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
    expect(faceMaterialOf(server)).toEqual([])
  })
})
