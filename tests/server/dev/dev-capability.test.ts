import { describe, expect, it } from 'vitest'
import { createDevelopmentSmsProvider } from '../../../server/accounts/development-sms-provider.ts'
import { createDevelopmentIdentityProvider } from '../../../server/verification/development-identity-provider.ts'
import { ENGINES } from '../../support/databases.ts'
import { aMobile, startTestServer } from '../../support/test-server.ts'

const [sqlite] = ENGINES

describe('/dev/outbox', () => {
  it('shows the newest SMS code first, readable by a machine', async () => {
    const server = await startTestServer(await sqlite!.open())
    const [first, second] = [aMobile(), aMobile()]
    await server.smsCode(first, 'register')
    const code = await server.smsCode(second, 'register')
    const page = await server.app.inject('/dev/outbox')
    const rows = [...page.body.matchAll(/data-mobile="(\d+)" data-purpose="([\w-]+)" data-code="(\d{6})"/g)]
    expect(rows.map((row) => row[1])).toEqual([second, first])
    expect(rows[0]?.slice(2)).toEqual(['register', code])
    expect(page.headers['cache-control']).toBe('no-store')
  })

  it('takes the next identity decision for a document number and escapes what it shows', async () => {
    const server = await startTestServer(await sqlite!.open())
    const decide = (documentNumber: string, answer: string) =>
      server.app.inject({
        method: 'POST',
        url: '/dev/outbox',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ documentNumber, answer }).toString(),
      })
    expect((await decide('E1234567', 'mismatch')).statusCode).toBe(303)
    expect((await decide('"><b>x', 'match')).statusCode).toBe(303)
    expect((await decide('E1234567', 'perhaps')).statusCode).toBe(400)
    const question = {
      name: '张三',
      documentKind: 'passport',
      documentNumber: 'E1234567',
      mobile: aMobile(),
    } as const
    expect(await server.identity.check(question)).toBe('mismatch')
    const { body } = await server.app.inject('/dev/outbox')
    expect(body).toContain('data-document-number="E1234567" data-answer="mismatch"')
    expect(body).not.toContain('<b>x')
  })

  it('cannot exist in production: both providers refuse to be made', () => {
    expect(() => createDevelopmentSmsProvider(() => new Date(), 'production')).toThrow('production')
    expect(() => createDevelopmentIdentityProvider('production')).toThrow('production')
  })
})
