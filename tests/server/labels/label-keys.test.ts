import { describe, expect, it } from 'vitest'
import { anOrganisationAtWork } from '../../support/an-organisation-at-work.ts'
import { aSigningWorkstation } from '../../support/a-signing-workstation.ts'
import { ENGINES } from '../../support/databases.ts'
import { failureOf, startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('label keys on $name', ({ open }) => {
  it('gives each workstation a prefix of its own, the same key the same names, and another organisation’s key to nobody', async () => {
    const server = await startTestServer(await open())
    const organisation = await anOrganisationAtWork(server)
    const first = await aSigningWorkstation(server, organisation)
    const second = await aSigningWorkstation(server, organisation)
    expect(first.serialPrefix).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(second.serialPrefix).not.toBe(first.serialPrefix)
    expect(first.linkBase).toBe('https://labels.example')

    const register = (publicKeyBase64: string, token = organisation.token) =>
      server.call('labels.registerKey', { publicKeyBase64, clientId: 'workstation-1' }, token)
    const again = await register(first.publicKeyBase64)
    expect(again).toMatchObject({ ok: true, value: { keyId: first.keyId, serialPrefix: first.serialPrefix } })
    const other = await anOrganisationAtWork(server)
    expect((await failureOf(register(first.publicKeyBase64, other.token))).code).toBe('already-taken')
    expect((await failureOf(register('AAAA'))).code).toBe('invalid-input')

    const response = await server.app.inject('/.well-known/label-keys.json')
    const { keys } = response.json<{ keys: Record<string, unknown>[] }>()
    expect(keys).toHaveLength(2)
    expect(keys).toContainEqual(
      expect.objectContaining({
        keyId: first.keyId,
        publicKeyBase64: first.publicKeyBase64,
        revokedAt: null,
      }),
    )
  })
})
