import { dirname, join } from 'node:path'
import { publish, type StorageFiles } from './storage-files.ts'

export const ASIDE_FOLDER = 'aside'
/** A database that is being made ready; what is left of it is worth nothing. */
const BEING_MADE = '.mending'
/** A database that is ready, and only has to take its place. */
const READY = '.mended'
const BESIDE = ['-wal', '-shm', '-journal']

interface Place {
  dataDir: string
  file: string
  files: StorageFiles
  now: () => Date
}

export const fileBeingMade = ({ file }: Place): string => file + BEING_MADE

/**
 * Puts the database that was made at `fileBeingMade` in the place of the old one, which is kept aside with its log. Whatever moment the program is killed at, the next
 * `finishReplacing` finds either the old database untouched, or the new one complete.
 */
export function replaceDatabase(place: Place): void {
  setAside(place)
  publish(place.files, fileBeingMade(place), place.file + READY)
  finishReplacing(place)
}

/** The last steps of a replacing that was cut off; does nothing otherwise. */
export function finishReplacing({ file, files }: Place): void {
  if (files.sizeOf(file + READY) === null) return
  // The old log first: it would be replayed into the new file.
  for (const suffix of BESIDE) files.remove(file + suffix)
  files.syncFolder(dirname(file))
  files.rename(file + READY, file)
  files.syncFolder(dirname(file))
}

/** Only called while nothing ready waits. */
export function sweepUnfinished({ dataDir, file, files }: Place): void {
  for (const suffix of ['', ...BESIDE]) files.remove(file + BEING_MADE + suffix)
  for (const name of files.names(join(dataDir, ASIDE_FOLDER))) {
    if (name.endsWith('.part')) files.remove(join(dataDir, ASIDE_FOLDER, name))
  }
}

function setAside(place: Place): void {
  const { dataDir, file, files } = place
  if (files.sizeOf(file) === null && files.sizeOf(`${file}-wal`) === null) return
  const folder = asideName(place)
  files.makeFolder(`${folder}.part`)
  for (const suffix of ['', '-wal']) {
    if (files.sizeOf(file + suffix) === null) continue
    files.duplicate(file + suffix, join(`${folder}.part`, `workstation.db${suffix}`))
  }
  files.syncFolder(`${folder}.part`)
  files.rename(`${folder}.part`, folder)
  files.syncFolder(join(dataDir, ASIDE_FOLDER))
}

/** Where something can be kept aside under the time of day, without displacing what was before. */
export function asideName({ dataDir, files, now }: Place, ending = ''): string {
  const stamp = now().toISOString().replace(/[-:.]/g, '')
  const taken = new Set(files.names(join(dataDir, ASIDE_FOLDER)))
  let name = stamp + ending
  for (let count = 2; taken.has(name); count++) name = `${stamp}-${count}${ending}`
  return join(dataDir, ASIDE_FOLDER, name)
}
