import { createCipheriv, createDecipheriv, randomBytes, webcrypto } from 'node:crypto'

const CURVE = { name: 'ECDH', namedCurve: 'P-256' }
const IV_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM under the server's key for faces; `label` is authenticated, so that nothing can be put in another's place. */
export function sealWith(key: Buffer, label: string, bytes: Uint8Array): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(label))
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

/** Throws where anything was altered. */
export function openWith(key: Buffer, label: string, sealed: Uint8Array): Buffer {
  const bodyEnd = sealed.length - TAG_BYTES
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(label))
    .setAuthTag(sealed.subarray(bodyEnd))
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, bodyEnd)), decipher.final()])
}

/** A key pair for one session: what was sealed to it cannot be opened after its end, when the private half is erased. */
export async function makeSessionKeys(
  key: Buffer,
  sessionId: string,
): Promise<{ publicKey: string; sealedPrivateKey: string }> {
  const pair = await webcrypto.subtle.generateKey(CURVE, true, ['deriveBits'])
  const point = await webcrypto.subtle.exportKey('raw', pair.publicKey)
  const secret = await webcrypto.subtle.exportKey('pkcs8', pair.privateKey)
  return {
    publicKey: Buffer.from(point).toString('base64'),
    sealedPrivateKey: sealWith(key, `session-key|${sessionId}`, new Uint8Array(secret)).toString('base64'),
  }
}

export async function openSessionKeys(
  key: Buffer,
  sessionId: string,
  { publicKey, sealedPrivateKey }: { publicKey: string; sealedPrivateKey: string },
): Promise<{ privateKey: webcrypto.CryptoKey; publicKey: Uint8Array<ArrayBuffer> }> {
  const secret = openWith(key, `session-key|${sessionId}`, Buffer.from(sealedPrivateKey, 'base64'))
  const privateKey = await webcrypto.subtle.importKey('pkcs8', secret, CURVE, false, ['deriveBits'])
  return { privateKey, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64')) }
}
