import type { Database } from 'better-sqlite3'

/** Where numbers wait while others take their places; no sequence comes near. */
const WAITING = 2 ** 50

/**
 * Gives this workstation's own content from `from` on the numbers from `to` on, in its order and without a gap, because the server applies by number:
 *
 * - `from` < `to`: the server holds other content under our numbers. This disk was cloned and the other copy was faster, or it was restored from a backup and its later
 *   life had sent these numbers before. `to` is the server's next number.
 * - `from` = `to`: the server lacks a number that nothing here can fill, because it was restored further back than we keep answered rows, or because the number belonged
 *   to the other life above.
 *
 * Answered rows among them are offered again: their answer came from a server that no longer holds them. That applies nothing twice, since whatever gets another number
 * says under which one it may have been sent before (`origin`, always the first). Refused and given-up rows are not sent again by themselves, so they must not stand in
 * the sequence: they step aside to numbers below zero. What points at a number follows it. The caller holds the transaction.
 */
export function renumber(
  db: Database,
  workspace: { id: number; clientId: string },
  from: number,
  to: number,
): void {
  const own = `workspace_id = ${String(workspace.id)}`
  db.prepare(
    `UPDATE outbox SET state = 'pending', result_rev = NULL WHERE ${own} AND state = 'acked' AND seq >= ?`,
  ).run(from)
  const seqsIn = (states: string) =>
    db
      .prepare<[number], number>(
        `SELECT seq FROM outbox WHERE ${own} AND seq >= ? AND state IN (${states}) ORDER BY seq`,
      )
      .pluck()
      .all(from)
  const sent = seqsIn("'pending'")
  const aside = seqsIn("'parked', 'discarded'")
  const lowest = Number(
    db.prepare(`SELECT min(0, coalesce(min(seq), 0)) FROM outbox WHERE ${own}`).pluck().get(),
  )
  const moves = new Map([
    ...sent.map((seq, index) => [seq, to + index] as const).filter(([seq, becomes]) => seq !== becomes),
    ...aside.map((seq, index) => [seq, lowest - aside.length + index] as const),
  ])
  keepOrigins(db, own, workspace.clientId, moves)
  move(db, own, moves)
  db.prepare('UPDATE workspace SET last_seq = ? WHERE id = ?').run(to + sent.length - 1, workspace.id)
}

type Moves = ReadonlyMap<number, number>

function keepOrigins(db: Database, own: string, clientId: string, moves: Moves): void {
  const keep = db.prepare(
    // Two rows never name one origin: a number that was used twice here was sent with the first one's content.
    `UPDATE outbox SET origin_client = @clientId, origin_seq = @seq WHERE ${own} AND seq = @seq AND origin_client IS NULL
       AND NOT EXISTS (SELECT 1 FROM outbox AS other
                        WHERE other.${own} AND other.origin_client = @clientId AND other.origin_seq = @seq)`,
  )
  // Back under its own number it is the very content that was sent.
  const forget = db.prepare(
    `UPDATE outbox SET origin_client = NULL, origin_seq = NULL WHERE ${own} AND seq = @seq AND origin_client = @clientId AND origin_seq = @becomes`,
  )
  for (const [seq, becomes] of moves) {
    if (becomes < 0) continue
    keep.run({ clientId, seq })
    forget.run({ clientId, seq, becomes })
  }
}

function move(db: Database, own: string, moves: Moves): void {
  const setSeq = db.prepare(`UPDATE outbox SET seq = ? WHERE ${own} AND seq = ?`)
  for (const seq of moves.keys()) setSeq.run(seq + WAITING, seq)
  for (const [seq, becomes] of moves) setSeq.run(becomes, seq + WAITING)
  for (const [table, column] of POINTERS) {
    const rows = db
      .prepare<[], { rowid: number; seq: number }>(
        `SELECT rowid, ${column} AS seq FROM ${table} WHERE ${own} AND ${column} IS NOT NULL`,
      )
      .all()
      .flatMap(({ rowid, seq }) => {
        const becomes = moves.get(seq)
        return becomes === undefined ? [] : [{ rowid, becomes }]
      })
    const follow = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`)
    // Through the waiting numbers, because (workspace, seq, field) is unique at every moment.
    for (const { rowid, becomes } of rows) follow.run(becomes + WAITING, rowid)
    for (const { rowid, becomes } of rows) follow.run(becomes, rowid)
  }
}

/** What names a row of the outbox by its number. */
const POINTERS = [
  ['outbox', 'replaced_by'],
  ['conflict', 'seq'],
  ['conflict', 'resolved_by'],
] as const
