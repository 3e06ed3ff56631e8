import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { LabelKeyRegistration } from '../../../domain/labels/labels-contract.ts'
import type { Meta } from '../storage/meta.ts'

/** Raw public key at the end of its SubjectPublicKeyInfo (RFC 8410). */
const RAW_KEY_BYTES = 32

/** The Ed25519 key with which one workspace signs its labels. The private half never leaves the encrypted database. */
export interface LabelKey {
  readonly publicKeyBase64: string
  /** The names the server gave; fails `needs-connection` until it has. */
  registration(): LabelKeyRegistration
  isRegistered(): boolean
  register(registration: LabelKeyRegistration): void
  sign(payload: string): Uint8Array
  /** How many labels this key has issued. */
  issued(): number
  /** Counts one more; belongs into the transaction that issues the label. */
  takeNumber(): number
}

/** As long as most servers' addresses: until the server has said its own. */
const LINK_BASE_BEFORE_REGISTRATION = 'https://label.example.cn'

/** Where the codes of this workspace's labels point. */
export function labelLinkBase(meta: Meta, workspaceId: number): string {
  const key = openLabelKey(meta, workspaceId)
  return key.isRegistered() ? key.registration().linkBase : LINK_BASE_BEFORE_REGISTRATION
}

export function openLabelKey(meta: Meta, workspaceId: number): LabelKey {
  const stored = meta.get(`label-key-${workspaceId}`) ?? makeKey(meta, workspaceId)
  const privateKey = createPrivateKey({ key: Buffer.from(stored, 'base64'), format: 'der', type: 'pkcs8' })
  const registrationName = `label-key-registration-${workspaceId}`
  const counterName = `label-counter-${workspaceId}`
  const issued = () => Number(meta.get(counterName) ?? '0')
  return {
    publicKeyBase64: meta.get(`label-public-key-${workspaceId}`) ?? '',
    registration: () => {
      const text = meta.get(registrationName)
      if (text === null) {
        throw new FailureError('needs-connection', {
          message: '本工作站还没有登记标签签名密钥，首次打印维保标签前请连接服务器同步一次',
        })
      }
      return LabelKeyRegistration.parse(JSON.parse(text))
    },
    isRegistered: () => meta.get(registrationName) !== null,
    register: (registration) => {
      meta.set(registrationName, JSON.stringify(registration))
    },
    sign: (payload) => sign(null, Buffer.from(payload, 'ascii'), privateKey),
    issued,
    takeNumber: () => {
      const number = issued() + 1
      meta.set(counterName, String(number))
      return number
    },
  }
}

function makeKey(meta: Meta, workspaceId: number): string {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  const stored = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  meta.set(`label-public-key-${workspaceId}`, spki.subarray(-RAW_KEY_BYTES).toString('base64'))
  meta.set(`label-key-${workspaceId}`, stored)
  return stored
}
