import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const FORMAT = 1
const IV_BYTES = 12
const TAG_BYTES = 16
/** Encrypted and written in pieces, so that a large file holds nobody else up. */
const PIECE_BYTES = 1024 * 1024

/**
 * Files by the SHA-256 of their plain bytes, each organisation's in its own folder, encrypted by AES-256-GCM: one byte of format, 12 of nonce, the
 * ciphertext, 16 of tag. Organisation and hash are authenticated with it, so that files cannot be exchanged for one another.
 */
export interface BlobStore {
  /** Answers when the file is on stable storage under its name. A crash on the way leaves nothing under the name, or all of it. */
  write: (organisationId: string, sha256: string, bytes: Buffer) => Promise<void>
  /** Rejects where the file is missing or was altered. */
  read: (organisationId: string, sha256: string) => Promise<Buffer>
  /** Whether a file of this length stands under the name; its content is not looked at. */
  has: (organisationId: string, sha256: string, sizeBytes: number) => Promise<boolean>
}

export function createBlobStore(directory: string, key: Buffer): BlobStore {
  const pathOf = (organisationId: string, sha256: string) => join(directory, organisationId, sha256)
  const label = (organisationId: string, sha256: string) => Buffer.from(`${organisationId}/${sha256}`)

  return {
    async write(organisationId, sha256, bytes) {
      const path = pathOf(organisationId, sha256)
      const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      // A folder is on the disk only when the folder that names it is.
      if (made !== undefined) await syncDirectory(dirname(made))
      const unfinished = `${path}.${randomBytes(6).toString('hex')}`
      try {
        const file = await open(unfinished, 'wx', 0o600)
        try {
          let writing = Promise.resolve()
          for (const piece of seal(bytes, key, label(organisationId, sha256))) {
            // While the disk writes one piece the next is encrypted.
            await writing
            writing = file.writeFile(piece)
          }
          await writing
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(unfinished, path)
      } catch (error) {
        await rm(unfinished, { force: true })
        throw error
      }
      await syncDirectory(dirname(path))
    },
    async read(organisationId, sha256) {
      const file = await readFile(pathOf(organisationId, sha256))
      if (file[0] !== FORMAT) throw new Error('unknown format of a stored file')
      const bodyStart = 1 + IV_BYTES
      const bodyEnd = file.length - TAG_BYTES
      const decipher = createDecipheriv('aes-256-gcm', key, file.subarray(1, bodyStart))
        .setAAD(label(organisationId, sha256))
        .setAuthTag(file.subarray(bodyEnd))
      return Buffer.concat([decipher.update(file.subarray(bodyStart, bodyEnd)), decipher.final()])
    },
    async has(organisationId, sha256, sizeBytes) {
      try {
        const { size } = await stat(pathOf(organisationId, sha256))
        return size === 1 + IV_BYTES + sizeBytes + TAG_BYTES
      } catch (error) {
        if (isMissing(error)) return false
        throw error
      }
    },
  }
}

function* seal(bytes: Buffer, key: Buffer, label: Buffer): Generator<Buffer> {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(label)
  yield Buffer.concat([Buffer.from([FORMAT]), iv])
  for (let offset = 0; offset < bytes.length; offset += PIECE_BYTES) {
    yield cipher.update(bytes.subarray(offset, offset + PIECE_BYTES))
  }
  yield Buffer.concat([cipher.final(), cipher.getAuthTag()])
}

/** True where an operation of the file system failed because the file is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** A rename is durable only when its directory is. Windows cannot open directories and needs not. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
