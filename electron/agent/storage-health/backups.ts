import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Backup } from '../../../domain/storage/storage-contract.ts'
import type { CopyOrder, CopyTrouble } from './copy-database.ts'
import { publish, type StorageFiles } from './storage-files.ts'

export const BACKUP_FOLDER = 'backups'
const SUFFIX = '.db'
const UNFINISHED = '.part'
const DAY_MS = 86_400_000
const KEPT_NEWEST = 3
const KEPT_WEEKS = 4
const BUDGET_BYTES = 2 * 1024 ** 3
/** Even over the budget: one copy may turn out to be damaged itself. */
const KEPT_ALWAYS = 2

export interface BackupsDeps {
  dataDir: string
  files: StorageFiles
  now: () => Date
  copy: (order: CopyOrder) => CopyTrouble | null | Promise<CopyTrouble | null>
}

export interface Backups {
  /** Newest first. */
  list(): Backup[]
  fileOf(id: string): string | null
  /** A checked copy of the file on the disk for good; older ones go only then. Answers why there is none. */
  make(file: string, key: string): Promise<CopyTrouble | null>
  isDue(): boolean
  /** What a copying that was cut off has left. */
  sweep(): void
}

/** Copies of the workstation's database, all encrypted with its key. */
export function createBackups({ dataDir, files, now, copy }: BackupsDeps): Backups {
  const folder = join(dataDir, BACKUP_FOLDER)
  const list = (): Backup[] =>
    files
      .names(folder)
      .flatMap((name) => {
        const madeAt = madeAtOf(name)
        const sizeBytes = files.sizeOf(join(folder, name))
        return madeAt && sizeBytes !== null
          ? [{ id: name.slice(0, -SUFFIX.length), madeAt: madeAt.toISOString(), sizeBytes }]
          : []
      })
      .sort((a, b) => b.madeAt.localeCompare(a.madeAt))
  const fileOf = (id: string) =>
    list().some((backup) => backup.id === id) ? join(folder, id + SUFFIX) : null
  return {
    list,
    fileOf,
    make: async (file, key) => {
      files.makeFolder(folder)
      const id = idOf(now())
      const unfinished = join(folder, id + UNFINISHED)
      const trouble = await copy({ file, key, target: unfinished })
      if (trouble) {
        files.remove(unfinished)
        return trouble
      }
      publish(files, unfinished, join(folder, id + SUFFIX))
      for (const old of superfluous(list())) files.remove(join(folder, old.id + SUFFIX))
      return null
    },
    isDue: () => {
      const newest = list()[0]
      // A clock that was set back must not stop copies for years.
      return !newest || Math.abs(now().getTime() - Date.parse(newest.madeAt)) >= DAY_MS
    },
    sweep: () => {
      for (const name of files.names(folder)) {
        if (name.includes(UNFINISHED)) files.remove(join(folder, name))
      }
    },
  }
}

/** Kept: the newest three, the newest of each of the last four weeks with one, as many of those as the budget holds. `backups` newest first. */
export function superfluous(backups: readonly Backup[], budgetBytes = BUDGET_BYTES): Backup[] {
  const weeks = new Set<number>()
  let bytes = 0
  return backups.filter(({ madeAt, sizeBytes }, index) => {
    const week = Math.floor(Date.parse(madeAt) / (7 * DAY_MS))
    const isNewestOfWeek = !weeks.has(week) && weeks.size < KEPT_WEEKS
    weeks.add(week)
    const wanted = index < KEPT_NEWEST || isNewestOfWeek
    if (wanted && (index < KEPT_ALWAYS || bytes + sizeBytes <= budgetBytes)) {
      bytes += sizeBytes
      return false
    }
    return true
  })
}

/** `20261122T134500123Z-1a2b3c`: sorts by time, and two of one moment differ. */
const idOf = (time: Date) => `${time.toISOString().replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`

function madeAtOf(name: string): Date | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-[0-9a-f]{6}\.db$/.exec(name)
  if (!parts) return null
  const [, year, month, day, hour, minute, second, milli] = parts
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milli}Z`)
  return Number.isNaN(time.getTime()) ? null : time
}
