import { createPublicKey, type KeyObject, randomBytes, verify } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import { FailureError } from '../../domain/contracts/failure.ts'
import { decodeBase64, encodeBase64Url } from '../../domain/labels/base64.ts'
import type { LabelKeyRegistration } from '../../domain/labels/labels-contract.ts'
import { inTransaction } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import { audit } from '../records/audit-log.ts'

export type LabelKey = Selectable<Tables['label_key']>

const PUBLIC_KEY_BYTES = 32
/** SubjectPublicKeyInfo of an Ed25519 key before its 32 raw bytes (RFC 8410). */
const ED25519_SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const PREFIX_TRIES = 20

export interface LabelKeyDependencies {
  db: Kysely<Tables>
  now: () => Date
  linkBase: () => string
}

/** The same key again gets the same names; a key that another organisation has registered fails `already-taken`. */
export async function registerLabelKey(
  { db, now, linkBase }: LabelKeyDependencies,
  caller: { organisationId: string; accountId: string },
  { publicKeyBase64, clientId }: { publicKeyBase64: string; clientId: string },
): Promise<LabelKeyRegistration> {
  const bytes = decodeBase64(publicKeyBase64)
  if (bytes?.length !== PUBLIC_KEY_BYTES || clientId === '' || clientId.length > 64) {
    throw new FailureError('invalid-input', { message: '签名公钥格式不正确，请更新客户端后重试' })
  }
  return inTransaction(db, async (trx) => {
    const known = await trx
      .selectFrom('label_key')
      .selectAll()
      .where('public_key', '=', publicKeyBase64)
      .executeTakeFirst()
    if (known && known.organisation_id !== caller.organisationId) {
      throw new FailureError('already-taken', { message: '这个签名密钥已由其他机构登记，请重新生成' })
    }
    if (known && known.revoked_at !== null) {
      throw new FailureError('workstation-revoked', {
        message: '这台工作站已被本机构停用，它的标签签名密钥不能再用，请在其他工作站打印维保标签',
      })
    }
    const key = known ?? (await insertKey(trx, { publicKeyBase64, clientId, caller, at: now() }))
    return { keyId: key.key_id, serialPrefix: key.serial_prefix, linkBase: linkBase() }
  })
}

async function insertKey(
  trx: Parameters<typeof audit>[0],
  key: {
    publicKeyBase64: string
    clientId: string
    caller: { organisationId: string; accountId: string }
    at: Date
  },
): Promise<LabelKey> {
  for (let tries = 0; tries < PREFIX_TRIES; tries += 1) {
    const inserted = await trx
      .insertInto('label_key')
      .values({
        key_id: encodeBase64Url(randomBytes(6)),
        organisation_id: key.caller.organisationId,
        client_id: key.clientId,
        public_key: key.publicKeyBase64,
        serial_prefix: randomPrefix(),
        created_at: key.at.toISOString(),
        revoked_at: null,
        last_number: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst()
    if (!inserted) continue
    await audit(trx, {
      at: key.at,
      accountId: key.caller.accountId,
      organisationId: key.caller.organisationId,
      action: 'label-key.register',
      subject: `label-key:${inserted.key_id}`,
      details: { clientId: key.clientId, serialPrefix: inserted.serial_prefix },
    })
    return inserted
  }
  throw new FailureError('conflict', { message: '标签编号前缀暂时分配不出，请重试' })
}

function randomPrefix(): string {
  return Array.from(randomBytes(4), (byte) => CROCKFORD.charAt(byte % CROCKFORD.length)).join('')
}

export async function findLabelKey(db: Kysely<Tables>, keyId: string): Promise<LabelKey | null> {
  return (await db.selectFrom('label_key').selectAll().where('key_id', '=', keyId).executeTakeFirst()) ?? null
}

/** Ed25519 over the payload's own ASCII characters (domain/labels/label-code.ts). */
export function isSignedBy(key: LabelKey, payload: string, signature: Uint8Array): boolean {
  return verify(null, Buffer.from(payload, 'ascii'), toKeyObject(key), signature)
}

function toKeyObject({ public_key }: LabelKey): KeyObject {
  const der = Buffer.concat([ED25519_SPKI_PREFIX, Buffer.from(public_key, 'base64')])
  return createPublicKey({ key: der, format: 'der', type: 'spki' })
}
