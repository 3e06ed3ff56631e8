import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { forgetDatabaseKey } from '../storage/database.ts'
import { BACKUP_FOLDER } from './backups.ts'
import { CLEARING, type Clearing } from './clear-account.ts'
import { ASIDE_FOLDER } from './replace-database.ts'
import { SCHEMA_PAGES_FILE } from './schema-pages.ts'
import type { Storage } from './storage.ts'
import { TRANSFER_FOLDER } from './transfers.ts'

const ATTACHMENT_FOLDER = 'files'
const PRINTED_FOLDER = 'printed'

/**
 * Removes from the disk what `clearAccount` has taken out of the database. Copies of the database hold the account still, therefore all of them go, those that were set aside
 * too. After `everything` no database is left, and its key is forgotten: what the disk may still hold cannot be read by anybody. After `account` the database is written
 * anew without the free pages. Every step may be done twice; `db` is closed after `everything`.
 */
export async function finishClearing(storage: Storage, db: Database, clearing: Clearing): Promise<void> {
  const { dataDir, file, files } = storage
  // The copies first: without the database a start would take one of them for the truth.
  for (const name of [BACKUP_FOLDER, ASIDE_FOLDER, TRANSFER_FOLDER, SCHEMA_PAGES_FILE])
    files.remove(join(dataDir, name))
  removeAttachments(storage, db)
  removePrinted(storage, db)
  files.syncFolder(dataDir)
  if (clearing === 'account') {
    db.exec('VACUUM')
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.prepare('DELETE FROM meta WHERE key = ?').run(CLEARING)
    return
  }
  db.close()
  for (const suffix of ['', '-wal', '-shm']) files.remove(file + suffix)
  files.syncFolder(dataDir)
  await forgetDatabaseKey(storage.secrets)
}

/** One file may be several accounts' own; it goes with the last. */
function removeAttachments({ dataDir, files }: Storage, db: Database): void {
  const folder = join(dataDir, ATTACHMENT_FOLDER)
  const isOthers = db.prepare('SELECT 1 FROM attachment WHERE sha256 = ?')
  for (const part of files.names(folder)) {
    for (const sha256 of files.names(join(folder, part))) {
      if (isOthers.get(sha256) === undefined) files.remove(join(folder, part, sha256))
    }
    removeEmpty(files, join(folder, part))
  }
  removeEmpty(files, folder)
}

/** Labels printed to a file bear the name of their job. */
function removePrinted({ dataDir, files }: Storage, db: Database): void {
  const folder = join(dataDir, PRINTED_FOLDER)
  const isKept = db.prepare('SELECT 1 FROM print_job WHERE id = ?')
  for (const name of files.names(folder)) {
    if (isKept.get(name.split('.')[0] ?? '') === undefined) files.remove(join(folder, name))
  }
  removeEmpty(files, folder)
}

/** Even the names of folders begin with those of the files. */
function removeEmpty(files: Storage['files'], folder: string): void {
  if (files.names(folder).length === 0) files.remove(folder)
}
