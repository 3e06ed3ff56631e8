import { nodeFiles, type StorageFiles } from '../../electron/agent/storage-health/storage-files.ts'

/** The program was killed at this file operation. */
export class Killed extends Error {}

/**
 * File operations that end at the `last`th one: it and all behind it fail and do nothing, as if the program had been killed there. `done` tells how many there were.
 */
export function endingFiles(last = Number.POSITIVE_INFINITY): StorageFiles & { done(): number } {
  let done = 0
  const unlessKilled =
    <Input extends unknown[], Output>(work: (...input: Input) => Output) =>
    (...input: Input): Output => {
      if (done >= last) throw new Killed('killed')
      done++
      return work(...input)
    }
  return {
    done: () => done,
    names: (folder) => nodeFiles.names(folder),
    sizeOf: (file) => nodeFiles.sizeOf(file),
    makeFolder: unlessKilled((folder: string) => {
      nodeFiles.makeFolder(folder)
    }),
    duplicate: unlessKilled((from: string, to: string) => {
      nodeFiles.duplicate(from, to)
    }),
    copy: unlessKilled((from: string, to: string) => {
      nodeFiles.copy(from, to)
    }),
    rename: unlessKilled((from: string, to: string) => {
      nodeFiles.rename(from, to)
    }),
    remove: unlessKilled((path: string) => {
      nodeFiles.remove(path)
    }),
    syncFile: unlessKilled((file: string) => {
      nodeFiles.syncFile(file)
    }),
    syncFolder: unlessKilled((folder: string) => {
      nodeFiles.syncFolder(folder)
    }),
  }
}
