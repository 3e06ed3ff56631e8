import type { Meta } from '../storage/meta.ts'

const KEY = 'upload-limit-kilobytes-per-second'
const NONE = 'none'

/** How fast files may go out, for this workstation as a whole; null: as fast as the line allows. */
export interface UploadLimit {
  read(): number | null
  set(kilobytesPerSecond: number | null): void
}

/** `apply` is told at once what was kept before. */
export function createUploadLimit(
  meta: Meta,
  apply: (kilobytesPerSecond: number | null) => void,
): UploadLimit {
  const read = () => {
    const kept = meta.get(KEY)
    return kept === null || kept === NONE ? null : Number(kept)
  }
  apply(read())
  return {
    read,
    set: (kilobytesPerSecond) => {
      meta.set(KEY, kilobytesPerSecond === null ? NONE : String(kilobytesPerSecond))
      apply(kilobytesPerSecond)
    },
  }
}
