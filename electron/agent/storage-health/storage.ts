import { join } from 'node:path'
import type { AgentHost } from '../host.ts'
import { DATABASE_FILE } from '../storage/database.ts'
import { createBackups, type Backups } from './backups.ts'
import { createReserve, type Reserve } from './reserve.ts'
import { copyInThread } from './run-backup-worker.ts'
import { nodeFiles, type StorageFiles } from './storage-files.ts'

export interface StorageHost extends Pick<AgentHost, 'dataDir' | 'secrets' | 'now' | 'log'> {
  /** Tests end the program at any of these. */
  readonly files?: StorageFiles
}

/** The database's surroundings, which work also while it cannot be opened. */
export interface Storage {
  readonly dataDir: string
  readonly file: string
  readonly files: StorageFiles
  readonly backups: Backups
  readonly reserve: Reserve
  readonly now: () => Date
  readonly secrets: AgentHost['secrets']
}

export function createStorage(host: StorageHost): Storage {
  const files = host.files ?? nodeFiles
  const now = () => host.now()
  return {
    dataDir: host.dataDir,
    file: join(host.dataDir, DATABASE_FILE),
    files,
    backups: createBackups({ dataDir: host.dataDir, files, now, copy: copyInThread }),
    reserve: createReserve(host.dataDir),
    now,
    secrets: host.secrets,
  }
}
