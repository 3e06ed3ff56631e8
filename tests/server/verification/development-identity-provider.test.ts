import { describe, expect, it } from 'vitest'
import { createDevelopmentIdentityProvider } from '../../../server/verification/development-identity-provider.ts'

describe('the development identity provider', () => {
  it('matches everybody until told otherwise for a document number', async () => {
    const provider = createDevelopmentIdentityProvider('test')
    const check = (documentNumber: string) =>
      provider.check({ name: '戴海廷', documentKind: 'resident-id', documentNumber, mobile: '13800007719' })
    provider.decide(' 11010519491231002x ', 'mismatch')
    expect(await check('11010519491231002X')).toBe('mismatch')
    expect(await check('440524188001010014')).toBe('match')
  })

  it('refuses to be made in production', () => {
    expect(() => createDevelopmentIdentityProvider('production')).toThrow(/production/)
  })
})
