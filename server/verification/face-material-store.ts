import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unpackFacePayload, type FacePayload } from '../../domain/verification/face-payload.ts'
import { openWith, sealWith } from './face-keys.ts'

/**
 * Pictures and video of sessions that wait for a review, apart from all other data: each sealed under a key of its own, which lies wrapped beside it.
 * Erasing overwrites the wrapped key first: what a disk or a backup still holds of the pictures is noise then.
 */
export interface FaceMaterialStore {
  keep: (sessionId: string, payload: Uint8Array, portraitJpeg: Uint8Array | null) => Promise<void>
  /** Null where nothing is kept (any more). */
  read: (sessionId: string) => Promise<{ payload: FacePayload; portraitJpeg: Buffer | null } | null>
  erase: (sessionId: string) => Promise<void>
  /** Erases what is older, and what belongs to no session in `kept`: a process may have died on the way. */
  eraseOthers: (kept: ReadonlySet<string>, olderThan: Date) => Promise<void>
}

const KEY_BYTES = 32
const WRAPPED_BYTES = 12 + KEY_BYTES + 16

export function createFaceMaterialStore(directory: string, key: Buffer): FaceMaterialStore {
  const path = (sessionId: string, kind: 'key' | 'payload' | 'portrait') =>
    join(directory, `${sessionId}.${kind}`)

  async function erase(sessionId: string): Promise<void> {
    if (await exists(path(sessionId, 'key'))) {
      const file = await open(path(sessionId, 'key'), 'r+')
      await file.write(Buffer.alloc(WRAPPED_BYTES), 0, WRAPPED_BYTES, 0)
      await file.sync()
      await file.close()
    }
    for (const kind of ['key', 'payload', 'portrait'] as const)
      await rm(path(sessionId, kind), { force: true })
  }

  return {
    async keep(sessionId, payload, portraitJpeg) {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      const own = randomBytes(KEY_BYTES)
      const options = { mode: 0o600, flush: true } as const
      await writeFile(path(sessionId, 'key'), sealWith(key, `key|${sessionId}`, own), options)
      await writeFile(path(sessionId, 'payload'), sealWith(own, `payload|${sessionId}`, payload), options)
      if (portraitJpeg)
        await writeFile(
          path(sessionId, 'portrait'),
          sealWith(own, `portrait|${sessionId}`, portraitJpeg),
          options,
        )
    },
    async read(sessionId) {
      if (!(await exists(path(sessionId, 'key'))) || !(await exists(path(sessionId, 'payload')))) return null
      const own = openWith(key, `key|${sessionId}`, await readFile(path(sessionId, 'key')))
      const opened = openWith(own, `payload|${sessionId}`, await readFile(path(sessionId, 'payload')))
      const payload = unpackFacePayload(new Uint8Array(opened))
      if (!payload) return null
      const hasPortrait = await exists(path(sessionId, 'portrait'))
      const portraitJpeg = hasPortrait
        ? openWith(own, `portrait|${sessionId}`, await readFile(path(sessionId, 'portrait')))
        : null
      return { payload, portraitJpeg }
    },
    erase,
    async eraseOthers(kept, olderThan) {
      if (!(await exists(directory))) return
      for (const name of await readdir(directory)) {
        const sessionId = name.slice(0, name.lastIndexOf('.'))
        if (kept.has(sessionId)) continue
        const { mtime } = await stat(join(directory, name)).catch(() => ({ mtime: olderThan }))
        if (mtime < olderThan) await erase(sessionId)
      }
    },
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
