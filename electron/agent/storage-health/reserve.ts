import { randomFillSync } from 'node:crypto'
import { rmSync, statfsSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { isDiskFull } from '../storage/database.ts'

const RESERVE_FILE = 'reserve.bin'
const MIB = 1024 ** 2
const RESERVE_BYTES = 64 * MIB
/** Where less than this is free, the reserve takes only a sixteenth of what is left. */
const AMPLE_BYTES = 1024 * MIB
const SMALLEST_BYTES = MIB

/** Room kept back on the disk, so that work under way can be finished, and answers be stored, when there is no other room left. */
export interface Reserve {
  sizeBytes(): number
  freeBytes(): number
  /** Gives the room up; true when there was any. */
  release(): boolean
  /** Takes it again as soon as there is ample room; a smaller one grows. */
  restore(): Promise<void>
}

export function createReserve(dataDir: string): Reserve {
  const file = join(dataDir, RESERVE_FILE)
  const sizeBytes = () => statSync(file, { throwIfNoEntry: false })?.size ?? 0
  const freeBytes = () => {
    const { bavail, bsize } = statfsSync(dataDir)
    return bavail * bsize
  }
  return {
    sizeBytes,
    freeBytes,
    release: () => {
      const had = sizeBytes() > 0
      rmSync(file, { force: true })
      return had
    },
    restore: async () => {
      const free = freeBytes() + sizeBytes()
      const wanted = free >= AMPLE_BYTES ? RESERVE_BYTES : Math.floor(free / 16 / MIB) * MIB
      if (wanted < SMALLEST_BYTES || sizeBytes() >= wanted) return
      if (!(await fill(file, wanted))) rmSync(file, { force: true })
    },
  }
}

/**
 * Random bytes, so that no file system stores them as a hole or compresses them away; piece by piece, so that everything else goes on meanwhile. False when the room was
 * gone after all.
 */
async function fill(file: string, bytes: number): Promise<boolean> {
  const piece = Buffer.alloc(MIB)
  const handle = await open(file, 'w', 0o600)
  try {
    for (let written = 0; written < bytes; written += MIB) {
      randomFillSync(piece)
      const { bytesWritten } = await handle.write(piece)
      if (bytesWritten < MIB) return false
    }
    await handle.sync()
    return true
  } catch (error) {
    if (isDiskFull(error)) return false
    throw error
  } finally {
    await handle.close()
  }
}
