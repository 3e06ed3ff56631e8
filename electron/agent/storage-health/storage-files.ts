import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'

/**
 * The few things done to files around the database. Each either has happened or has not when the program is killed; tests end the program at every one of them.
 */
export interface StorageFiles {
  makeFolder(folder: string): void
  names(folder: string): string[]
  sizeOf(file: string): number | null
  /** A second name for the same bytes; a copy where the disk knows no second names. */
  duplicate(from: string, to: string): void
  copy(from: string, to: string): void
  rename(from: string, to: string): void
  remove(path: string): void
  syncFile(file: string): void
  /** Makes what was created, renamed or removed in the folder last. */
  syncFolder(folder: string): void
}

export const nodeFiles: StorageFiles = {
  makeFolder: (folder) => void mkdirSync(folder, { recursive: true, mode: 0o700 }),
  names: (folder) => (existsSync(folder) ? readdirSync(folder).sort() : []),
  sizeOf: (file) => statSync(file, { throwIfNoEntry: false })?.size ?? null,
  duplicate: (from, to) => {
    try {
      linkSync(from, to)
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code === 'ENOENT') throw error
      copyFileSync(from, to)
      syncPath(to, 'r+')
    }
  },
  copy: (from, to) => {
    copyFileSync(from, to, constants.COPYFILE_FICLONE)
  },
  rename: renameSync,
  remove: (path) => {
    rmSync(path, { recursive: true, force: true })
  },
  syncFile: (file) => {
    syncPath(file, 'r+')
  },
  syncFolder: (folder) => {
    // Windows cannot open a folder; NTFS journals the rename itself.
    if (process.platform !== 'win32') syncPath(folder, 'r')
  },
}

function syncPath(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Gives a finished file its name, for good. */
export function publish(files: StorageFiles, from: string, to: string): void {
  files.syncFile(from)
  files.rename(from, to)
  files.syncFolder(dirname(to))
}
