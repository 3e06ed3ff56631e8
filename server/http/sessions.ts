import { createHash, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from '../database/tables.ts'
import type { Caller } from './request-context.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const LIFETIME_MS = 30 * DAY_MS
const IDLE_MS = 14 * DAY_MS
/** Looking at a session writes at most this often. */
const SEEN_EVERY_MS = 5 * 60 * 1000

export interface OpenSession {
  tokenHash: string
  openedAt: string
  lastUsedAt: string
  /** The workstation's own name, else what the computer called itself at the log-in. */
  device: string | null
}

/** Opaque bearer tokens; only their hashes are stored. One that was ended, expired or left idle for 14 days is nobody's. */
export interface Sessions {
  open: (
    accountId: string,
    db?: Kysely<Tables>,
    device?: string | null,
  ) => Promise<{ token: string; expiresAt: string }>
  /** `authorization` is the request's header. */
  find: (authorization: string | undefined) => Promise<Caller | null>
  end: (tokenHash: string) => Promise<void>
  endAll: (accountId: string, db?: Kysely<Tables>, except?: string) => Promise<void>
  /** Those that still open something, the one used last first. */
  list: (accountId: string) => Promise<OpenSession[]>
  /** From its first push on a session is one workstation's. */
  bind: (tokenHash: string, clientId: string) => Promise<void>
  endOfClient: (clientId: string, db: Kysely<Tables>) => Promise<void>
  forgetOld: () => Promise<void>
}

export function createSessions(database: Kysely<Tables>, now: () => Date): Sessions {
  const before = (ms: number) => new Date(now().getTime() - ms).toISOString()

  return {
    async open(accountId, db = database, device = null) {
      const token = randomBytes(32).toString('base64url')
      const at = now()
      const expiresAt = new Date(at.getTime() + LIFETIME_MS).toISOString()
      await db
        .insertInto('session')
        .values({
          token_hash: hashToken(token),
          account_id: accountId,
          created_at: at.toISOString(),
          expires_at: expiresAt,
          last_seen_at: at.toISOString(),
          ended_at: null,
          device,
        })
        .execute()
      return { token, expiresAt }
    },
    async find(authorization) {
      const token = /^Bearer ([\w-]{20,100})$/.exec(authorization ?? '')?.[1]
      if (!token) return null
      const row = await database
        .selectFrom('session')
        .innerJoin('account', 'account.id', 'session.account_id')
        .select(['account.id', 'role', 'organisation_id', 'region_code'])
        .select(['token_hash', 'last_seen_at', 'client_id'])
        .where('token_hash', '=', hashToken(token))
        .where('ended_at', 'is', null)
        .where('expires_at', '>', now().toISOString())
        .where('last_seen_at', '>', before(IDLE_MS))
        .executeTakeFirst()
      if (!row) return null
      if (row.last_seen_at < before(SEEN_EVERY_MS)) {
        await database
          .updateTable('session')
          .set({ last_seen_at: now().toISOString() })
          .where('token_hash', '=', row.token_hash)
          .execute()
      }
      return {
        accountId: row.id,
        role: row.role,
        organisationId: row.organisation_id,
        regionCode: row.region_code,
        tokenHash: row.token_hash,
        clientId: row.client_id,
      }
    },
    async end(tokenHash) {
      await database
        .updateTable('session')
        .set({ ended_at: now().toISOString() })
        .where('token_hash', '=', tokenHash)
        .where('ended_at', 'is', null)
        .execute()
    },
    async endAll(accountId, db = database, except = '') {
      await db
        .updateTable('session')
        .set({ ended_at: now().toISOString() })
        .where('account_id', '=', accountId)
        .where('token_hash', '!=', except)
        .where('ended_at', 'is', null)
        .execute()
    },
    async list(accountId) {
      const rows = await database
        .selectFrom('session')
        .leftJoin('client', 'client.id', 'session.client_id')
        .select(['token_hash', 'session.created_at', 'session.last_seen_at', 'device', 'client.name'])
        .where('session.account_id', '=', accountId)
        .where('ended_at', 'is', null)
        .where('expires_at', '>', now().toISOString())
        .where('session.last_seen_at', '>', before(IDLE_MS))
        .orderBy('session.last_seen_at', 'desc')
        .execute()
      return rows.map((row) => ({
        tokenHash: row.token_hash,
        openedAt: row.created_at,
        lastUsedAt: row.last_seen_at,
        device: row.name ?? row.device,
      }))
    },
    async bind(tokenHash, clientId) {
      await database
        .updateTable('session')
        .set({ client_id: clientId })
        .where('token_hash', '=', tokenHash)
        .where('client_id', 'is', null)
        .execute()
    },
    async endOfClient(clientId, db) {
      await db
        .updateTable('session')
        .set({ ended_at: now().toISOString() })
        .where('client_id', '=', clientId)
        .where('ended_at', 'is', null)
        .execute()
    },
    async forgetOld() {
      await database.deleteFrom('session').where('expires_at', '<', before(IDLE_MS)).execute()
    },
  }
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
