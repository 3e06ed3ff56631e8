import { generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64Url } from '../../../domain/labels/base64.ts'
import { composeLabelLink, labelCodePayload, parseLabelLink } from '../../../domain/labels/label-code.ts'
import type { LabelCodeFields } from '../../../domain/labels/label-code.ts'
import { composeLabelSerial } from '../../../domain/labels/label-serial.ts'

const fields: LabelCodeFields = {
  keyId: 'k1',
  serial: composeLabelSerial('7K2M', 123),
  maintainedOn: '2026-11-22',
  nextDueOn: '',
}
const signature = new Uint8Array(64).fill(7)
const payloadOf = (text: string) => encodeBase64Url(Buffer.from(text, 'utf8'))

describe('a label link', () => {
  it('spells its payload as documented', () => {
    const text = Buffer.from(labelCodePayload({ ...fields, nextDueOn: '2026-12-22' }), 'base64url').toString(
      'utf8',
    )
    expect(text).toBe(`1|k1|${fields.serial}|20261122|20261222`)
  })

  it('comes apart into what it was made of', () => {
    const link = composeLabelLink('https://example.cn/fire/', labelCodePayload(fields), signature)
    expect(parseLabelLink(link)).toEqual({
      base: 'https://example.cn/fire',
      payload: labelCodePayload(fields),
      fields,
      signature,
    })
  })

  it('is verified by the published key over the payload itself', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const payload = labelCodePayload(fields)
    const link = parseLabelLink(
      composeLabelLink(
        'http://127.0.0.1:8080',
        payload,
        sign(null, Buffer.from(payload, 'ascii'), privateKey),
      ),
    )
    expect(verify(null, Buffer.from(link!.payload, 'ascii'), publicKey, link!.signature)).toBe(true)
  })

  it.each([
    ['another text', 'https://example.cn'],
    ['another scheme', `ftp://example.cn/l/${labelCodePayload(fields)}.${encodeBase64Url(signature)}`],
    [
      'a short signature',
      `https://example.cn/l/${labelCodePayload(fields)}.${encodeBase64Url(signature.slice(1))}`,
    ],
    ['another version', link(`2|k1|${fields.serial}|20261122|`)],
    ['a date that is none', link(`1|k1|${fields.serial}|20261131|`)],
    ['a serial with a wrong check', link('1|k1|7K2M-000124-E|20261122|')],
    ['one field more', link(`1|k1|${fields.serial}|20261122||x`)],
    ['text after the signature', `${link(`1|k1|${fields.serial}|20261122|`)}?a=1`],
  ])('is not recognised with %s', (_, text) => {
    expect(parseLabelLink(text)).toBeNull()
  })

  it('takes any text without failing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseLabelLink(text)).toBeNull()
      }),
    )
  })

  it('refuses to be made of fields that make no label', () => {
    expect(() => labelCodePayload({ ...fields, keyId: 'a|b' })).toThrow()
    expect(() => labelCodePayload({ ...fields, maintainedOn: '2026-13-01' })).toThrow()
    expect(() => composeLabelLink('https://example.cn', 'p', new Uint8Array(63))).toThrow(RangeError)
  })
})

function link(text: string): string {
  return `https://example.cn/l/${payloadOf(text)}.${encodeBase64Url(signature)}`
}
