import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { FailureError } from '../../../domain/contracts/failure.ts'

/**
 * Files at rest: AES-256-GCM over pieces of 1 MiB, each with a nonce of its own and bound to the file's hash, its number and the count of pieces, so that no
 * piece can be changed, moved or left out unseen. A file's name is the SHA-256 of its plain bytes.
 *
 * Layout: eight bytes plain size, then per piece nonce (12), ciphertext, tag (16).
 */
export const PIECE_BYTES = 1024 * 1024
const SIZE_BYTES = 8
const NONCE_BYTES = 12
const TAG_BYTES = 16

export interface Vault {
  /**
   * Answers the hash under which the bytes now stand on the disk; keeping the same bytes twice is one file, and keeping them again mends a damaged one.
   * A crash on the way leaves nothing under the name, or all of it.
   */
  keep(bytes: Buffer): Promise<string>
  has(sha256: string): Promise<boolean>
  /** The plain bytes from `offset` on, at most `length`; null when there is no such file. Fails `storage-damaged` for a file that was tampered with. */
  read(sha256: string, offset: number, length: number): Promise<{ bytes: Buffer; sizeBytes: number } | null>
  /** The same without joining the pieces in which the file is kept. */
  readPieces(sha256: string, offset: number, length: number): Promise<Buffer[] | null>
  /** Lets a file go unless it was kept, or kept again, since this time. */
  dropKeptBefore(sha256: string, time: Date): Promise<void>
  /** Removes what a `keep` left behind that was interrupted before this start. Answers the hashes of all whole files with the time when each was last kept. */
  sweep(): Promise<{ sha256: string; keptAt: Date }[]>
}

export function createVault(directory: string, key: Buffer): Vault {
  const folderOf = (sha256: string) => join(directory, sha256.slice(0, 2))
  const fileOf = (sha256: string) => join(folderOf(sha256), sha256)
  const startedMs = Date.now()
  return {
    keep: async (bytes) => {
      const sha256 = await hashOf(bytes)
      if (await isSound(fileOf(sha256), key, sha256)) {
        await utimes(fileOf(sha256), new Date(), new Date())
        return sha256
      }
      // A folder is on the disk only when the folder that names it is.
      if (await mkdir(folderOf(sha256), { recursive: true })) await syncFolder(directory)
      await writeDurably(fileOf(sha256), folderOf(sha256), seal(bytes, key, sha256))
      return sha256
    },
    has: (sha256) => exists(fileOf(sha256)),
    read: async (sha256, offset, length) => {
      const file = fileOf(sha256)
      if (!(await exists(file))) return null
      const { pieces, sizeBytes } = await readPart(file, key, sha256, offset, length)
      return { bytes: pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces), sizeBytes }
    },
    readPieces: async (sha256, offset, length) => {
      const file = fileOf(sha256)
      return (await exists(file)) ? (await readPart(file, key, sha256, offset, length)).pieces : null
    },
    dropKeptBefore: async (sha256, time) => {
      const file = fileOf(sha256)
      if ((await exists(file)) && (await stat(file)).mtime < time) await rm(file, { force: true })
    },
    sweep: () => sweep(directory, startedMs),
  }
}

/** Lets others have their turn between the pieces of a large file. */
async function hashOf(bytes: Buffer): Promise<string> {
  const hash = createHash('sha256')
  for (let offset = 0; offset < bytes.length; offset += PIECE_BYTES) {
    hash.update(bytes.subarray(offset, offset + PIECE_BYTES))
    await setImmediate()
  }
  return hash.digest('hex')
}

async function isSound(file: string, key: Buffer, sha256: string): Promise<boolean> {
  if (!(await exists(file))) return false
  try {
    for (let offset = 0; ; offset += PIECE_BYTES) {
      const { sizeBytes } = await readPart(file, key, sha256, offset, PIECE_BYTES)
      if (offset + PIECE_BYTES >= sizeBytes) return true
    }
  } catch (error) {
    if (error instanceof FailureError) return false
    throw error
  }
}

const HALF_FILE = '.part'

async function sweep(directory: string, startedMs: number): Promise<{ sha256: string; keptAt: Date }[]> {
  const whole: { sha256: string; keptAt: Date }[] = []
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(noneWhereMissing)
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.name.endsWith(HALF_FILE)) whole.push({ sha256: entry.name, keptAt: (await stat(path)).mtime })
    else if ((await stat(path)).mtimeMs < startedMs) await rm(path, { force: true })
  }
  return whole
}

function noneWhereMissing(error: unknown): Dirent[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw error
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}

/** Write, fsync, rename, fsync of the folder: after a power cut the file is there whole or not at all. */
async function writeDurably(file: string, folder: string, parts: Iterable<Buffer>): Promise<void> {
  const half = `${file}.${randomBytes(6).toString('hex')}${HALF_FILE}`
  try {
    const handle = await open(half, 'wx', 0o600)
    try {
      for (const part of parts) await handle.writeFile(part)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(half, file)
  } catch (error) {
    await rm(half, { force: true })
    throw isDiskFull(error) ? new FailureError('storage-full') : error
  }
  await syncFolder(folder)
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; NTFS journals the rename itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function* seal(bytes: Buffer, key: Buffer, sha256: string): Generator<Buffer> {
  const size = Buffer.alloc(SIZE_BYTES)
  size.writeBigUInt64BE(BigInt(bytes.length))
  yield size
  const count = pieceCount(bytes.length)
  for (let index = 0; index < count; index++) {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bond(sha256, index, count))
    const sealed = cipher.update(bytes.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES))
    yield Buffer.concat([nonce, sealed, cipher.final(), cipher.getAuthTag()])
  }
}

const pieceCount = (sizeBytes: number) => Math.max(1, Math.ceil(sizeBytes / PIECE_BYTES))
const bond = (sha256: string, index: number, count: number) => Buffer.from(`${sha256}:${index}:${count}`)

async function readPart(
  file: string,
  key: Buffer,
  sha256: string,
  offset: number,
  length: number,
): Promise<{ pieces: Buffer[]; sizeBytes: number }> {
  const handle = await open(file, 'r')
  try {
    const head = Buffer.alloc(SIZE_BYTES)
    const { bytesRead } = await handle.read(head, 0, SIZE_BYTES, 0)
    if (bytesRead < SIZE_BYTES) throw damaged()
    const sizeBytes = Number(head.readBigUInt64BE())
    const end = Math.min(sizeBytes, offset + length)
    const count = pieceCount(sizeBytes)
    const pieces: Buffer[] = []
    // One buffer for all pieces: filling a new megabyte for each costs more than deciphering it.
    const sealed = Buffer.allocUnsafe(NONCE_BYTES + Math.min(PIECE_BYTES, sizeBytes) + TAG_BYTES)
    for (let index = Math.floor(offset / PIECE_BYTES); index * PIECE_BYTES < end; index++) {
      const from = index * PIECE_BYTES
      const plainBytes = Math.min(PIECE_BYTES, sizeBytes - from)
      const own = sealed.subarray(0, NONCE_BYTES + plainBytes + TAG_BYTES)
      const place = SIZE_BYTES + index * (NONCE_BYTES + PIECE_BYTES + TAG_BYTES)
      const read = await handle.read(own, 0, own.length, place)
      if (read.bytesRead < own.length) throw damaged()
      const plain = unseal(own, key, bond(sha256, index, count))
      pieces.push(plain.subarray(Math.max(0, offset - from), Math.min(plainBytes, end - from)))
    }
    return { pieces, sizeBytes }
  } finally {
    await handle.close()
  }
}

function unseal(sealed: Buffer, key: Buffer, bondData: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES))
    decipher.setAAD(bondData).setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    const plain = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES))
    // Checks the tag; in this mode there is nothing more to come.
    decipher.final()
    return plain
  } catch {
    throw damaged()
  }
}

const damaged = () =>
  new FailureError('storage-damaged', { message: '本机保存的附件已损坏，请重新选择该文件' })
