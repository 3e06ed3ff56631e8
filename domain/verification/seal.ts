/**
 * Sealing of face pictures to the server's key, over WebCrypto alone (browser worker and Node): ECDH on P-256 with a key pair made for this one
 * message, HKDF-SHA-256 to key and nonce, AES-256-GCM. P-256, not X25519: older phone browsers have no X25519 (decision 0009).
 * Layout: one byte of format, 65 of the sender's public point, ciphertext with its tag.
 */
const FORMAT = 1
const POINT_BYTES = 65
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const
const INFO = 'fire-service face payload 1'

type Bytes = Uint8Array<ArrayBuffer>

/** The part of `crypto.subtle` that is used; this room knows neither the DOM nor Node. */
export interface SealCrypto<Key> {
  generateKey(
    algorithm: typeof CURVE,
    extractable: boolean,
    usages: ['deriveBits'],
  ): Promise<{ publicKey: Key; privateKey: Key }>
  importKey(
    format: 'raw',
    data: Bytes,
    algorithm: typeof CURVE | 'HKDF' | 'AES-GCM',
    extractable: boolean,
    usages: ('deriveBits' | 'encrypt' | 'decrypt')[],
  ): Promise<Key>
  exportKey(format: 'raw', key: Key): Promise<ArrayBuffer>
  deriveBits(
    algorithm: { name: 'ECDH'; public: Key } | { name: 'HKDF'; hash: 'SHA-256'; salt: Bytes; info: Bytes },
    key: Key,
    length: number,
  ): Promise<ArrayBuffer>
  encrypt(algorithm: GcmParameters, key: Key, data: Bytes): Promise<ArrayBuffer>
  decrypt(algorithm: GcmParameters, key: Key, data: Bytes): Promise<ArrayBuffer>
}
interface GcmParameters {
  name: 'AES-GCM'
  iv: Bytes
  additionalData: Bytes
}

/** What the payload is bound to: opened for another session or nonce it is refused. */
export interface SealBinding {
  sessionId: string
  nonce: string
}

export async function sealPayload<Key>(
  subtle: SealCrypto<Key>,
  serverPublicKey: Bytes,
  binding: SealBinding,
  payload: Bytes,
): Promise<Bytes> {
  const own = await subtle.generateKey(CURVE, true, ['deriveBits'])
  const point = new Uint8Array(await subtle.exportKey('raw', own.publicKey))
  const server = await subtle.importKey('raw', serverPublicKey, CURVE, true, [])
  const { key, iv } = await derive(subtle, own.privateKey, server, concat(point, serverPublicKey), 'encrypt')
  const parameters: GcmParameters = { name: 'AES-GCM', iv, additionalData: bindingBytes(binding) }
  const sealed = new Uint8Array(await subtle.encrypt(parameters, key, payload))
  return concat(Uint8Array.of(FORMAT), point, sealed)
}

/** The payload, or null where anything was altered or it was sealed for another session. */
export async function openPayload<Key>(
  subtle: SealCrypto<Key>,
  keys: { privateKey: Key; publicKey: Bytes },
  binding: SealBinding,
  sealed: Bytes,
): Promise<Bytes | null> {
  if (sealed[0] !== FORMAT || sealed.length < 1 + POINT_BYTES + 16) return null
  const point = sealed.slice(1, 1 + POINT_BYTES)
  try {
    const sender = await subtle.importKey('raw', point, CURVE, true, [])
    const salt = concat(point, keys.publicKey)
    const { key, iv } = await derive(subtle, keys.privateKey, sender, salt, 'decrypt')
    const parameters: GcmParameters = { name: 'AES-GCM', iv, additionalData: bindingBytes(binding) }
    return new Uint8Array(await subtle.decrypt(parameters, key, sealed.slice(1 + POINT_BYTES)))
  } catch {
    // A point off the curve and a tag that does not fit are the same to the caller: not ours.
    return null
  }
}

async function derive<Key>(
  subtle: SealCrypto<Key>,
  privateKey: Key,
  publicKey: Key,
  salt: Bytes,
  usage: 'encrypt' | 'decrypt',
): Promise<{ key: Key; iv: Bytes }> {
  const secret = new Uint8Array(await subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 256))
  const material = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  const bits = await subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt, info: asciiBytes(INFO) },
    material,
    352,
  )
  const bytes = new Uint8Array(bits)
  return {
    key: await subtle.importKey('raw', bytes.slice(0, 32), 'AES-GCM', false, [usage]),
    iv: bytes.slice(32),
  }
}

function bindingBytes({ sessionId, nonce }: SealBinding): Bytes {
  return asciiBytes(`${sessionId}|${nonce}`)
}

function asciiBytes(text: string): Bytes {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

function concat(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    all.set(part, offset)
    offset += part.length
  }
  return all
}
