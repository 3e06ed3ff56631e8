import type { Database } from 'better-sqlite3'

/** Small values of this workstation that belong to no table of their own. */
export interface Meta {
  get(key: string): string | null
  set(key: string, value: string): void
}

export function createMeta(db: Database): Meta {
  const read = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?')
  const write = db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  return {
    get: (key) => read.get(key)?.value ?? null,
    set: (key, value) => void write.run(key, value),
  }
}
