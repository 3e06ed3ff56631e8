import { describe, expect, it } from 'vitest'
import { anAuthority, someMaterials } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { PICTURE_MARKER } from '../../support/face/a-face-session.ts'
import { anUnverifiedOrganisationAtServer } from '../../support/face/an-unverified-organisation.ts'
import { everythingKept, faceMaterialOf } from '../../support/face/kept-by-server.ts'
import { failureOf } from '../../support/test-server.ts'

const MINUTE_MS = 60_000

describe.each(ENGINES)('the outcome of a face session on $name', ({ open }) => {
  const prepared = async () => anUnverifiedOrganisationAtServer(await open())

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
    expect(faceMaterialOf(server)).toEqual([])
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
    expect(faceMaterialOf(server)).toEqual([])
    const second = await started()
    await submit(second)
    expect(await ended(second.sessionId)).toMatchObject({ state: 'in-review' })
    await decide(authority, true)
    expect(await verification()).toMatchObject({ state: 'passed', way: 'manual-review' })
  })
})
