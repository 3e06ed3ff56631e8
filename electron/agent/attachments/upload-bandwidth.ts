import { setTimeout as delay } from 'node:timers/promises'

/** All uploads of this workstation share one allowance, so that it holds however many run at once. */
export interface UploadBandwidth {
  /** null: as fast as the line allows. Holds from the next piece on, also for an upload under way. */
  setLimit(kilobytesPerSecond: number | null): void
  /** How many bytes to send at once; small on a slow allowance, so that a new limit is felt soon. */
  pieceBytes(): number
  /** Resolves when this many bytes may go out. */
  take(bytes: number): Promise<void>
}

const KILOBYTE = 1024
const PIECE_BYTES_MAX = 256 * KILOBYTE
const PIECE_BYTES_MIN = KILOBYTE
/** A piece is what a limited line may send in this time. */
const PIECE_SECONDS = 0.1
/** How long a waiting piece may overlook that the limit was changed. */
const LOOK_AGAIN_MS = 200

export function createUploadBandwidth(nowMs: () => number = () => performance.now()): UploadBandwidth {
  let bytesPerMs: number | null = null
  let freeAtMs = 0
  let limitNumber = 0
  return {
    setLimit: (kilobytesPerSecond) => {
      bytesPerMs = kilobytesPerSecond === null ? null : (kilobytesPerSecond * KILOBYTE) / 1000
      freeAtMs = nowMs()
      limitNumber += 1
    },
    pieceBytes: () => {
      if (bytesPerMs === null) return PIECE_BYTES_MAX
      const piece = Math.round(bytesPerMs * 1000 * PIECE_SECONDS)
      return Math.min(PIECE_BYTES_MAX, Math.max(PIECE_BYTES_MIN, piece))
    },
    take: async (bytes) => {
      for (;;) {
        if (bytesPerMs === null) return
        const number = limitNumber
        // What was not used is not saved up: after a pause the line is not flooded.
        freeAtMs = Math.max(freeAtMs, nowMs()) + bytes / bytesPerMs
        const mineAtMs = freeAtMs
        while (number === limitNumber && nowMs() < mineAtMs) {
          await delay(Math.max(0, Math.min(mineAtMs - nowMs(), LOOK_AGAIN_MS)))
        }
        if (number === limitNumber) return
      }
    },
  }
}
