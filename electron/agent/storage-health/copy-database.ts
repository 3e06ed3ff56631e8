import Sqlite, { type Database } from 'better-sqlite3'
import { isDamage, isDiskFull, isSound, unlock } from '../storage/database.ts'

export interface CopyOrder {
  file: string
  key: string
  target: string
}
export type CopyTrouble = 'damaged' | 'disk-full' | 'copy-unsound'

/**
 * Copies a database by VACUUM INTO, encrypted with the same key, while others go on writing to it. null: the copy opens and passes the check, so that an older one may go.
 * The copy is not yet synced to the disk.
 */
export function copyDatabase({ file, key, target }: CopyOrder): CopyTrouble | null {
  try {
    withDatabase(file, key, (db) => db.prepare('VACUUM INTO ?').run(target))
  } catch (error) {
    if (isDiskFull(error)) return 'disk-full'
    if (isDamage(error)) return 'damaged'
    throw error
  }
  return opensSoundly(target, key) ? null : 'copy-unsound'
}

/** Whether this key opens the file and every page of it is in order. */
export function opensSoundly(file: string, key: string): boolean {
  try {
    return withDatabase(file, key, isSound)
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  }
}

function withDatabase<T>(file: string, key: string, work: (db: Database) => T): T {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true })
  try {
    unlock(db, key)
    return work(db)
  } finally {
    db.close()
  }
}
