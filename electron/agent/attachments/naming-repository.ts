import { setImmediate } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'

/** Which kept files anything on this workstation still names, over all accounts. */
export interface NamingRepository {
  /** Every hash that a draft, a change in any state, a record or a conflict names; read in small bites. */
  hashesNamed(): Promise<ReadonlySet<string>>
  /** Marks since when nobody names a file, and forgets the mark where somebody does again. */
  mark(named: ReadonlySet<string>, now: Date): void
  /** Rows that nobody has named since before this time. */
  unnamedSince(time: Date): { workspaceId: number; sha256: string }[]
  removeRow(row: { workspaceId: number; sha256: string }): void
  hasRow(sha256: string): boolean
}

const ROWS_PER_BITE = 200
const HASH = /\b[0-9a-f]{64}\b/g

export function createNamingRepository(db: Database): NamingRepository {
  const all = db.prepare<[], { workspace_id: number; sha256: string; unnamed_since: string | null }>(
    'SELECT workspace_id, sha256, unnamed_since FROM attachment',
  )
  const setMark = db.prepare('UPDATE attachment SET unnamed_since = ? WHERE workspace_id = ? AND sha256 = ?')
  const unnamed = db.prepare<[string], { workspaceId: number; sha256: string }>(
    'SELECT workspace_id AS workspaceId, sha256 FROM attachment WHERE unnamed_since < ?',
  )
  const remove = db.prepare('DELETE FROM attachment WHERE workspace_id = ? AND sha256 = ?')
  const row = db.prepare('SELECT 1 FROM attachment WHERE sha256 = ?')
  return {
    hashesNamed: () => hashesNamed(db),
    mark: (named, now) => {
      for (const { workspace_id, sha256, unnamed_since } of all.all()) {
        if (named.has(sha256)) {
          if (unnamed_since !== null) setMark.run(null, workspace_id, sha256)
        } else if (unnamed_since === null) setMark.run(now.toISOString(), workspace_id, sha256)
      }
    },
    unnamedSince: (time) => unnamed.all(time.toISOString()),
    removeRow: ({ workspaceId, sha256 }) => void remove.run(workspaceId, sha256),
    hasRow: (sha256) => row.get(sha256) !== undefined,
  }
}

/** Reads every text of every table: one that is made later is not forgotten here. */
async function hashesNamed(db: Database): Promise<ReadonlySet<string>> {
  const named = new Set<string>()
  for (const { table, columns } of textColumns(db)) {
    const bite = db.prepare<[number], { place: number; content: string }>(
      `SELECT rowid AS place, concat_ws(' ', ${columns}) AS content FROM "${table}"
       WHERE rowid > ? ORDER BY rowid LIMIT ${ROWS_PER_BITE}`,
    )
    for (let place: number | null = 0; place !== null;) {
      const rows = bite.all(place)
      for (const { content } of rows) for (const [hash] of content.matchAll(HASH)) named.add(hash)
      place = rows.at(-1)?.place ?? null
      await setImmediate()
    }
  }
  return named
}

/** Tables other than that of the files themselves. */
function textColumns(db: Database): { table: string; columns: string }[] {
  return db
    .prepare<[], { table: string; columns: string }>(
      `SELECT list.name AS "table", group_concat('"' || info.name || '"', ', ') AS columns
       FROM pragma_table_list AS list, pragma_table_info(list.name) AS info
       WHERE list.schema = 'main' AND list.type = 'table' AND list.wr = 0
         AND list.name NOT LIKE 'sqlite_%' AND list.name <> 'attachment' AND info.type = 'TEXT'
       GROUP BY list.name`,
    )
    .all()
}
