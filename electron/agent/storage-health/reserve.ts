import { randomFillSync } from 'node:crypto'
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

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
  restore(): void
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
    restore: () => {
      const free = freeBytes() + sizeBytes()
      const wanted = free >= AMPLE_BYTES ? RESERVE_BYTES : Math.floor(free / 16 / MIB) * MIB
      if (wanted < SMALLEST_BYTES || sizeBytes() >= wanted) return
      if (!fill(file, wanted)) rmSync(file, { force: true })
    },
  }
}

/** Random bytes, so that no file system stores them as a hole or compresses them away. False when the room was gone after all. */
function fill(file: string, bytes: number): boolean {
  const piece = Buffer.alloc(MIB)
  const descriptor = openSync(file, 'w', 0o600)
  try {
    for (let written = 0; written < bytes; written += MIB) {
      randomFillSync(piece)
      if (writeSync(descriptor, piece) < MIB) return false
    }
    fsyncSync(descriptor)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT'))
      return false
    throw error
  } finally {
    closeSync(descriptor)
  }
}
