import type { Database } from 'better-sqlite3'

export interface VerifierRepository {
  /** null where nobody has typed this account's password here. */
  verifierOf(accountId: string): string | null
}

export function createVerifierRepository(db: Database): VerifierRepository {
  const verifierOf = db.prepare<[string], { verifier: string | null }>(
    'SELECT verifier FROM session WHERE account_id = ?',
  )
  return { verifierOf: (accountId) => verifierOf.get(accountId)?.verifier ?? null }
}
