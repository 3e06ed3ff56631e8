import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { FaceSignals } from '../../../domain/verification/face-signals.ts'

/** What the server sees in each picture, null where it sees no face; in a process of its own, because loading the models makes it look like a browser. */
export function serverSignals(pictures: readonly Uint8Array[]): (FaceSignals | null)[] {
  const input = JSON.stringify(pictures.map((picture) => Buffer.from(picture).toString('base64')))
  const printed = execFileSync(process.execPath, [join(import.meta.dirname, 'print-signals.ts')], {
    input,
    encoding: 'utf8',
  })
  // Safe: written by print-signals.ts.
  return JSON.parse(printed) as (FaceSignals | null)[]
}
