import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  aegis256Decrypt,
  aegis256Encrypt,
  aegis256Stream,
} from '../../../../electron/agent/storage-health/aegis-256.ts'

const hex = (text: string) => Buffer.from(text, 'hex')
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

describe('AEGIS-256', () => {
  // draft-irtf-cfrg-aegis-aead, appendix "AEGIS-256 Test Vectors", 1 and 3.
  it.each([
    {
      plain: '00000000000000000000000000000000',
      sealed: '754fc3d8c973246dcc6d741412a4b236',
      tag: '1181a1d18091082bf0266f66297d167d2e68b845f61a3b0527d31fc7b7b89f13',
    },
    {
      plain: '',
      sealed: '',
      tag: '6a348c930adbd654896e1666aad67de989ea75ebaa2b82fb588977b1ffec864a',
    },
  ])('seals what the draft seals ($plain)', ({ plain, sealed, tag }) => {
    const key = hex('1001'.padEnd(64, '0'))
    const nonce = hex('100002'.padEnd(64, '0'))
    const made = aegis256Encrypt(hex(plain), key, nonce)
    expect({ sealed: made.sealed.toString('hex'), tag: made.tag.toString('hex') }).toEqual({ sealed, tag })
  })

  it('opens what it sealed, of any length, with the same tag', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), bytes(32), bytes(32), (plain, key, nonce) => {
        const { sealed, tag } = aegis256Encrypt(plain, key, nonce)
        const opened = aegis256Decrypt(sealed, key, nonce)
        expect(opened.plain).toEqual(Buffer.from(plain))
        expect(opened.tag).toEqual(tag)
      }),
    )
  })

  it('has another tag as soon as one bit of what was sealed is another', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 60 }),
        bytes(32),
        bytes(32),
        fc.nat(),
        (plain, key, nonce, place) => {
          const { sealed, tag } = aegis256Encrypt(plain, key, nonce)
          const bit = place % (sealed.length * 8)
          sealed[bit >> 3] = (sealed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
          expect(aegis256Decrypt(sealed, key, nonce).tag).not.toEqual(tag)
        },
      ),
    )
  })

  it('streams what it would put on zeros', () => {
    const key = hex('1001'.padEnd(64, '0'))
    const nonce = hex('100002'.padEnd(64, '0'))
    expect(aegis256Stream(40, key, nonce)).toEqual(aegis256Encrypt(Buffer.alloc(40), key, nonce).sealed)
  })
})
