import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { FileStore } from '@tus/file-store'

/** Written at once; the network hands over pieces of 64 KiB, each of which would be a task of its own for the disk. */
const WRITE_BYTES = 1024 * 1024

/** The store of uploads under way with larger writes: half the work for the server. What arrived before a cut is kept, as in the store itself. */
export class UploadStore extends FileStore {
  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    const file = await open(join(this.directory, id), 'r+')
    let waiting: Buffer[] = []
    let waitingBytes = 0
    let end = offset
    const flush = async () => {
      const pieces = waiting
      waiting = []
      waitingBytes = 0
      while (pieces.length > 0) {
        const { bytesWritten } = await file.writev(pieces, end)
        end += bytesWritten
        dropBytes(pieces, bytesWritten)
      }
    }
    try {
      try {
        for await (const piece of readable) {
          // Safe: a request's body comes in buffers.
          const bytes = piece as Buffer
          waiting.push(bytes)
          waitingBytes += bytes.length
          if (waitingBytes >= WRITE_BYTES) await flush()
        }
      } finally {
        await flush()
      }
    } finally {
      await file.close()
    }
    return end
  }
}

function dropBytes(pieces: Buffer[], count: number): void {
  for (let left = count; left > 0;) {
    const [first] = pieces
    if (!first) return
    if (first.length > left) pieces[0] = first.subarray(left)
    else pieces.shift()
    left -= first.length
  }
}
