import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  scrypt,
  timingSafeEqual,
  type ScryptOptions,
} from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { FailureError } from '../../../domain/contracts/failure.ts'

/**
 * A file under a password: scrypt, then AES-256-GCM over pieces of 1 MiB. Each piece is bound to the header, its number and whether it is the last, so that none can be
 * changed, moved or left out unseen. The key serves one file only (its salt is fresh), therefore the piece's number is nonce enough.
 *
 * Layout: `FSX1`, log2 of scrypt's N, r, p (one byte each), salt (16), proof of the password (16), then per piece ciphertext and tag (16).
 */
const MAGIC = Buffer.from('FSX1')
const COST = { log2N: 16, r: 8, p: 1 }
const SALT_AT = MAGIC.length + 3
const SALT_BYTES = 16
const PROOF_BYTES = 16
const HEADER_BYTES = SALT_AT + SALT_BYTES + PROOF_BYTES
const PIECE_BYTES = 1024 * 1024
const TAG_BYTES = 16
const KEY_BYTES = 32
/** A foreign header must not make this machine compute for hours. */
const LOG2_N_MAX = 20

export interface SealedWriter {
  write(bytes: Buffer): Promise<void>
  /** The file is complete and on the disk when this resolves. */
  end(): Promise<void>
  /** Lets the file go, complete or not; harmless after that. */
  close(): Promise<void>
}

export async function createSealedFile(file: string, password: string): Promise<SealedWriter> {
  const salt = randomBytes(SALT_BYTES)
  const head = Buffer.concat([MAGIC, Buffer.from([COST.log2N, COST.r, COST.p]), salt])
  const key = await keyOf(password, head)
  const header = Buffer.concat([head, proofOf(key)])
  const handle = await open(file, 'wx', 0o600)
  let waiting: Buffer = Buffer.alloc(0)
  let index = 0
  await handle.write(header)
  const put = async (plain: Buffer, isLast: boolean) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index)).setAAD(bond(header, index, isLast))
    index++
    await handle.write(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
  }
  return {
    write: async (bytes) => {
      waiting = Buffer.concat([waiting, bytes])
      // The last piece is only known at the end, so one full piece may stay behind.
      while (waiting.length > PIECE_BYTES) {
        await put(waiting.subarray(0, PIECE_BYTES), false)
        waiting = waiting.subarray(PIECE_BYTES)
      }
    },
    end: async () => {
      await put(waiting, true)
      await handle.sync()
    },
    close: () => handle.close(),
  }
}

export interface SealedFile {
  /** The plain pieces in order, as often as one likes. Fails `invalid-input` where the file is incomplete or was changed. */
  pieces(): AsyncGenerator<Buffer>
  close(): Promise<void>
}

/** Fails `invalid-input` for a file that is none of ours, `proof-rejected` for a wrong password. */
export async function openSealedFile(file: string, password: string): Promise<SealedFile> {
  const handle = await open(file, 'r')
  try {
    const header = await readAt(handle, 0, HEADER_BYTES)
    const log2N = header[MAGIC.length] ?? 0
    const isOurs = header.length === HEADER_BYTES && header.subarray(0, MAGIC.length).equals(MAGIC)
    if (!isOurs || log2N > LOG2_N_MAX) {
      throw new FailureError('invalid-input', { message: '这不是本客户端导出的未同步内容文件，请重新选择' })
    }
    const key = await keyOf(password, header)
    if (!timingSafeEqual(proofOf(key), header.subarray(SALT_AT + SALT_BYTES))) {
      throw new FailureError('proof-rejected', { message: '口令不对，请输入导出时设置的口令' })
    }
    return { pieces: () => readPieces(handle, header, key), close: () => handle.close() }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function* readPieces(handle: FileHandle, header: Buffer, key: Buffer): AsyncGenerator<Buffer> {
  const { size } = await handle.stat()
  const sealedBytes = PIECE_BYTES + TAG_BYTES
  const count = Math.ceil((size - HEADER_BYTES) / sealedBytes)
  if (count < 1) throw incomplete()
  for (let index = 0; index < count; index++) {
    const sealed = await readAt(handle, HEADER_BYTES + index * sealedBytes, sealedBytes)
    yield unseal(sealed, key, nonceOf(index), bond(header, index, index === count - 1))
  }
}

function unseal(sealed: Buffer, key: Buffer, nonce: Buffer, bondData: Buffer): Buffer {
  if (sealed.length < TAG_BYTES) throw incomplete()
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAAD(bondData).setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES))
  try {
    return Buffer.concat([plain, decipher.final()])
  } catch {
    // GCM says no more than this.
    throw incomplete()
  }
}

const incomplete = () =>
  new FailureError('invalid-input', { message: '文件不完整或被改动过，没有导入任何内容，请重新拷贝后再导入' })

function keyOf(password: string, header: Buffer): Promise<Buffer> {
  const [log2N = 0, r = 0, p = 0] = header.subarray(MAGIC.length, SALT_AT)
  const cost: ScryptOptions = { N: 2 ** log2N, r, p, maxmem: 256 * 2 ** log2N * Math.max(r, 1) }
  const salt = header.subarray(SALT_AT, SALT_AT + SALT_BYTES)
  return new Promise((resolve, reject) => {
    // The same characters typed on another system are the same password.
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, cost, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}

const proofOf = (key: Buffer) =>
  createHmac('sha256', key).update('password').digest().subarray(0, PROOF_BYTES)

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(index, 8)
  return nonce
}

function bond(header: Buffer, index: number, isLast: boolean): Buffer {
  const place = Buffer.alloc(5)
  place.writeUInt32BE(index)
  place.writeUInt8(isLast ? 1 : 0, 4)
  return Buffer.concat([header, place])
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await handle.read(bytes, 0, length, position)
  return bytes.subarray(0, bytesRead)
}
