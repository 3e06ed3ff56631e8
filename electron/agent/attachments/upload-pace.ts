/** How fast bytes went out in the last seconds, over all uploads. */
export interface UploadPace {
  count(bytes: number): void
  /** null while nothing moves. */
  bytesPerSecond(): number | null
}

const LOOK_BACK_MS = 10_000
/** Without a byte for this long nothing moves. */
const STILL_AFTER_MS = 5000
/** A pace taken over less is a guess. */
const LEAST_MS = 500

export function createUploadPace(nowMs: () => number = () => performance.now()): UploadPace {
  let samples: { atMs: number; bytes: number }[] = []
  return {
    count: (bytes) => {
      const atMs = nowMs()
      const last = samples.at(-1)
      if (last && atMs - last.atMs > STILL_AFTER_MS) samples = []
      samples = samples.filter((sample) => sample.atMs >= atMs - LOOK_BACK_MS)
      samples.push({ atMs, bytes })
    },
    bytesPerSecond: () => {
      const [first] = samples
      const last = samples.at(-1)
      if (!first || !last || nowMs() - last.atMs > STILL_AFTER_MS) return null
      const tookMs = nowMs() - first.atMs
      // The first sample's own bytes went out before its moment.
      const bytes = samples.reduce((sum, sample) => sum + sample.bytes, 0) - first.bytes
      return tookMs < LEAST_MS || bytes <= 0 ? null : (bytes / tookMs) * 1000
    },
  }
}

const KIBIBYTE = 1024
const CHUNK_BYTES_MIN = 64 * KIBIBYTE
const CHUNK_BYTES_MAX = 4 * KIBIBYTE * KIBIBYTE
const FIRST_CHUNK_BYTES = 256 * KIBIBYTE
/** What a cut may cost at most on a slow line. */
const CHUNK_SECONDS = 2
const GROWS_AT_MOST_BY = 4

/** How long the next request's piece of a file is: as much as the line carries in about two seconds. */
export interface ChunkSize {
  bytes(): number
  /** A chunk arrived whole. */
  sent(bytes: number, tookMs: number): void
  /** A chunk was cut off. */
  cut(): void
}

export function createChunkSize(): ChunkSize {
  let next = FIRST_CHUNK_BYTES
  const within = (bytes: number) =>
    Math.min(
      CHUNK_BYTES_MAX,
      Math.max(CHUNK_BYTES_MIN, Math.round(bytes / CHUNK_BYTES_MIN) * CHUNK_BYTES_MIN),
    )
  return {
    bytes: () => next,
    sent: (bytes, tookMs) => {
      const carried = (bytes / Math.max(1, tookMs)) * 1000 * CHUNK_SECONDS
      // The short end of a file tells of the request's own delay more than of the line: it only ever speaks for larger chunks.
      if (bytes < next && carried < next) return
      next = within(Math.min(carried, next * GROWS_AT_MOST_BY))
    },
    cut: () => {
      next = within(next / 2)
    },
  }
}
