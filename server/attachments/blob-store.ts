import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const FORMAT = 1
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Files by the SHA-256 of their plain bytes, each organisation's in its own folder, encrypted by AES-256-GCM: one byte of format, 12 of nonce, the
 * ciphertext, 16 of tag. Organisation and hash are authenticated with it, so that files cannot be exchanged for one another.
 */
export interface BlobStore {
  /** Answers when the file is on stable storage under its name. */
  write: (organisationId: string, sha256: string, bytes: Buffer) => Promise<void>
  /** Rejects where the file is missing or was altered. */
  read: (organisationId: string, sha256: string) => Promise<Buffer>
}

export function createBlobStore(directory: string, key: Buffer): BlobStore {
  const pathOf = (organisationId: string, sha256: string) => join(directory, organisationId, sha256)
  const label = (organisationId: string, sha256: string) => Buffer.from(`${organisationId}/${sha256}`)

  return {
    async write(organisationId, sha256, bytes) {
      const path = pathOf(organisationId, sha256)
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(label(organisationId, sha256))
      const body = Buffer.concat([cipher.update(bytes), cipher.final()])
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const unfinished = `${path}.${randomBytes(6).toString('hex')}`
      try {
        const file = await open(unfinished, 'wx', 0o600)
        try {
          await file.writeFile(Buffer.concat([Buffer.from([FORMAT]), iv, body, cipher.getAuthTag()]))
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
  }
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
