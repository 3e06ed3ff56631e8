import type { Database } from 'better-sqlite3'

export const name = '0005-network-printers'

/** Printers that are reached by an address instead of being found on a cable. */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE label_printer ADD COLUMN name TEXT NOT NULL DEFAULT '';
    ALTER TABLE label_printer ADD COLUMN host TEXT;
    ALTER TABLE label_printer ADD COLUMN port INTEGER;
    -- As the printer says of itself; what is printed with stands in the settings.
    ALTER TABLE label_printer ADD COLUMN dpi INTEGER;
    -- Its finished jobs still name it.
    ALTER TABLE label_printer ADD COLUMN removed_at TEXT;
  `)
}
