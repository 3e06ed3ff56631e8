import { webcrypto } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openPayload, sealPayload } from '../../../domain/verification/seal.ts'

const CURVE = { name: 'ECDH', namedCurve: 'P-256' }
const BINDING = { sessionId: 'one', nonce: 'first' }

async function keys() {
  const pair = await webcrypto.subtle.generateKey(CURVE, true, ['deriveBits'])
  const publicKey = new Uint8Array(await webcrypto.subtle.exportKey('raw', pair.publicKey))
  return { privateKey: pair.privateKey, publicKey }
}

describe('sealing', () => {
  it('is opened by the server of that session alone, and by nobody once a byte has changed', async () => {
    const own = await keys()
    const other = await keys()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.nat(), async (text, place) => {
        const payload = Uint8Array.from(text)
        const sealed = await sealPayload(webcrypto.subtle, own.publicKey, BINDING, payload)
        expect(await openPayload(webcrypto.subtle, own, BINDING, sealed)).toEqual(payload)
        expect(await openPayload(webcrypto.subtle, other, BINDING, sealed)).toBeNull()
        expect(await openPayload(webcrypto.subtle, own, { ...BINDING, nonce: 'second' }, sealed)).toBeNull()
        expect(await openPayload(webcrypto.subtle, own, { ...BINDING, sessionId: 'two' }, sealed)).toBeNull()
        const altered = Uint8Array.from(sealed)
        const at = place % altered.length
        altered[at] = (altered[at] ?? 0) ^ 1
        expect(await openPayload(webcrypto.subtle, own, BINDING, altered)).toBeNull()
      }),
      { numRuns: 25 },
    )
  })

  it('never gives the same bytes twice', async () => {
    const own = await keys()
    const payload = new Uint8Array(100)
    const once = await sealPayload(webcrypto.subtle, own.publicKey, BINDING, payload)
    expect(await sealPayload(webcrypto.subtle, own.publicKey, BINDING, payload)).not.toEqual(once)
  })
})
