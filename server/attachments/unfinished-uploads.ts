import { open, readdir, rm, stat } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { isMissing } from './blob-store.ts'

/**
 * The folder of uploads under way: of each the plain bytes so far and, beside them, what was said of it. Removed by hand instead of by the store's own
 * clearing, which stumbles for ever over what a crash left half written.
 */
export interface UnfinishedUploads {
  /** The whole upload and its hash, read in pieces so that a large one holds nobody else up; null when it is gone. */
  read(id: string): Promise<{ bytes: Buffer; sha256: string } | null>
  /** Both its files; well also when they are gone. */
  remove(id: string): Promise<void>
  /** Removes what nobody has added to since. */
  removeOlderThan(time: Date): Promise<void>
}

const PIECE_BYTES = 1024 * 1024

export function createUnfinishedUploads(directory: string): UnfinishedUploads {
  const remove = async (id: string) => {
    // The bytes first: what was said of them alone is never taken for an upload.
    await rm(join(directory, id), { force: true })
    await rm(join(directory, `${id}.json`), { force: true })
  }
  return {
    read: (id) => readWithHash(join(directory, id)),
    remove,
    removeOlderThan: async (time) => {
      const ids = new Set((await readdir(directory)).map((name) => name.replace(/\.json$/, '')))
      for (const id of ids) {
        const touched = await Promise.all([
          touchedAt(join(directory, id)),
          touchedAt(join(directory, `${id}.json`)),
        ])
        if (Math.max(...touched) < time.getTime()) await remove(id)
      }
    },
  }
}

async function touchedAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs
  } catch (error) {
    if (isMissing(error)) return 0
    throw error
  }
}

async function readWithHash(path: string): Promise<{ bytes: Buffer; sha256: string } | null> {
  try {
    const file = await open(path, 'r')
    try {
      const bytes = Buffer.allocUnsafe((await file.stat()).size)
      const hash = createHash('sha256')
      const readPiece = (offset: number) =>
        file.read(bytes, offset, Math.min(PIECE_BYTES, bytes.length - offset))
      let reading = readPiece(0)
      for (let offset = 0; offset < bytes.length;) {
        const { bytesRead } = await reading
        if (bytesRead === 0) throw new Error('an upload became shorter while it was read')
        const piece = bytes.subarray(offset, offset + bytesRead)
        offset += bytesRead
        // The disk reads on while this piece is hashed.
        if (offset < bytes.length) reading = readPiece(offset)
        hash.update(piece)
      }
      return { bytes, sha256: hash.digest('hex') }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
