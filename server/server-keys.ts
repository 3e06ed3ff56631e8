import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** 32 bytes each. Losing `blob` loses every picture, losing `personal` loses the finding of equal people: they belong into the backup. */
export interface ServerKeys {
  blob: Buffer
  personal: Buffer
  proof: Buffer
  /** Seals pictures of verification by face while a review needs them; losing it loses only those. */
  face: Buffer
}

/** From BLOB_KEY, PERSONAL_KEY, PROOF_KEY and FACE_KEY (base64), else from files that are made at the first start and readable by this user only. */
export function loadServerKeys(dataDir: string, environment: Record<string, string | undefined>): ServerKeys {
  const directory = join(dataDir, 'keys')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const load = (name: keyof ServerKeys) => {
    const variable = `${name.toUpperCase()}_KEY`
    const given = environment[variable]
    const key = given ? Buffer.from(given, 'base64') : readOrMake(join(directory, `${name}.key`))
    if (key.length !== 32)
      throw new Error(`${given ? variable : `${name}.key`} 应为 32 字节，现在是 ${key.length} 字节`)
    return key
  }
  return { blob: load('blob'), personal: load('personal'), proof: load('proof'), face: load('face') }
}

function readOrMake(path: string): Buffer {
  try {
    writeFileSync(path, randomBytes(32), { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    if (!exists) throw error
  }
  return readFileSync(path)
}
