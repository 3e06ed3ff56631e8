import type { Database } from 'better-sqlite3'
import type { Session } from '../../../domain/accounts/accounts-contract.ts'
import { inTransaction } from '../storage/database.ts'

export type KnownSession = Omit<Session, 'offline'>

/** Who has signed in on this workstation, and who is signed in now. Nobody is ever forgotten: their unsent work is still here. */
export interface SessionRepository {
  current(): KnownSession | null
  /** Makes this account the current one. `verifier` null keeps what is known of the password. */
  put(session: KnownSession, mobile: string, verifier: string | null, signedInAt: string): void
  update(session: KnownSession): void
  endCurrent(): void
  findByMobile(mobile: string): { session: KnownSession; verifier: string | null } | null
  forgetVerifier(accountId: string): void
  setVerifier(accountId: string, verifier: string): void
  /** null for somebody who has never signed in here. */
  mobileOf(accountId: string): string | null
  changeMobile(session: KnownSession, mobile: string): void
}

interface SessionRow {
  account_id: string
  body: string
  verifier: string | null
}

export function createSessionRepository(db: Database): SessionRepository {
  const current = db.prepare<[], SessionRow>('SELECT * FROM session WHERE is_current = 1')
  const byMobile = db.prepare<[string], SessionRow>(
    'SELECT * FROM session WHERE mobile = ? ORDER BY signed_in_at DESC LIMIT 1',
  )
  const endCurrent = db.prepare('UPDATE session SET is_current = 0')
  const put = db.prepare(
    `INSERT INTO session (account_id, mobile, body, verifier, is_current, signed_in_at) VALUES (?, ?, ?, ?, 1, ?)
     ON CONFLICT (account_id) DO UPDATE SET mobile = excluded.mobile, body = excluded.body, is_current = 1,
       verifier = coalesce(excluded.verifier, verifier), signed_in_at = excluded.signed_in_at`,
  )
  return {
    current: () => {
      const row = current.get()
      return row ? toSession(row) : null
    },
    put: (session, mobile, verifier, signedInAt) =>
      inTransaction(db, () => {
        endCurrent.run()
        put.run(session.accountId, mobile, JSON.stringify(session), verifier, signedInAt)
      }),
    update: (session) =>
      void db
        .prepare('UPDATE session SET body = ? WHERE account_id = ?')
        .run(JSON.stringify(session), session.accountId),
    endCurrent: () => void endCurrent.run(),
    findByMobile: (mobile) => {
      const row = byMobile.get(mobile)
      return row ? { session: toSession(row), verifier: row.verifier } : null
    },
    forgetVerifier: (accountId) =>
      void db.prepare('UPDATE session SET verifier = NULL WHERE account_id = ?').run(accountId),
    setVerifier: (accountId, verifier) =>
      void db.prepare('UPDATE session SET verifier = ? WHERE account_id = ?').run(verifier, accountId),
    mobileOf: (accountId) =>
      db
        .prepare<[string], { mobile: string }>('SELECT mobile FROM session WHERE account_id = ?')
        .get(accountId)?.mobile ?? null,
    changeMobile: (session, mobile) =>
      void db
        .prepare('UPDATE session SET mobile = ?, body = ? WHERE account_id = ?')
        .run(mobile, JSON.stringify(session), session.accountId),
  }
}

// Safe: the column is written only by put() and update(), as JSON of this shape.
const toSession = (row: SessionRow) => JSON.parse(row.body) as KnownSession
