import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../support/databases.ts'
import { anUnverifiedOrganisation } from '../../support/face/a-face-session.ts'
import { anUnverifiedOrganisationAtServer } from '../../support/face/an-unverified-organisation.ts'
import { failureOf } from '../../support/test-server.ts'

describe.each(ENGINES)('a face session on $name', ({ open }) => {
  const prepared = async () => anUnverifiedOrganisationAtServer(await open())

  it('ends after 120 seconds, and one session makes place for the next', async () => {
    const { server, started, ended, submit } = await prepared()
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
