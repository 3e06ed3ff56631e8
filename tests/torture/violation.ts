/** The invariants of the sync protocol; their numbers stand in titles and messages. */
export const INVARIANTS = {
  I1: 'a save that returned success is there after a restart',
  I2: 'record and outbox never disagree',
  I3: 'each (client, seq) takes effect exactly once',
  I4: 'a replay returns the same result bytes',
  I5: 'the server state is the fold of the accepted mutations in commit order',
  I6: 'with a quiet network and empty outboxes everybody has the same state',
  I7: 'no typed value vanishes',
  I8: 'a client always sees its own writes',
  I9: 'the cursor is monotone and gap-free',
  I10: 'when the network works the queue empties or everything left is parked',
  I11: 'one rejected item delays none after it',
  I12: 'clocks change nothing',
  I13: 'a server restored from a backup loses nothing that a client still has',
  I14: 'tombstones do not resurrect',
  I15: 'a visible blob hashes to its name',
  I16: 'old and new versions lose no field between them',
  I17: 'a full disk fails loudly and loses nothing',
  I18: 'rows of one user are never sent under another',
  I19: 'the same on SQLite and PostgreSQL',
  I20: 'a quiet reconnect costs the same whatever is stored',
} as const
export type Invariant = keyof typeof INVARIANTS

/** A promise that was broken. */
export class Violation extends Error {
  readonly invariant: Invariant

  constructor(invariant: Invariant, what: string, details: Record<string, unknown> = {}) {
    super(`${invariant} (${INVARIANTS[invariant]}) is violated: ${what} ${JSON.stringify(details)}`)
    this.name = 'Violation'
    this.invariant = invariant
  }
}
