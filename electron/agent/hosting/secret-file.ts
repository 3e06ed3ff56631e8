import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { HostSecrets } from '../host.ts'

/** How a host protects a value before it reaches the disk; text in, text out. */
export interface Seal {
  close(plain: string): Promise<string>
  open(sealed: string): Promise<string>
}

const SecretFile = z.record(z.string(), z.string())

/**
 * Keeps secrets in one file that only its owner may read (0600), each value closed by `seal`. A write is on the disk when it resolves, and a crash leaves
 * the old file or the new one: losing the database key would mean losing every unsent draft. A file that cannot be read throws and is never overwritten.
 */
export function createSecretFile(file: string, seal: Seal): HostSecrets {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const load = (): Map<string, string> => {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map()
      throw error
    }
    return new Map(Object.entries(SecretFile.parse(JSON.parse(text))))
  }
  const entries = load()
  const store = () => writeDurably(file, JSON.stringify(Object.fromEntries(entries), null, 1))
  return {
    read: async (name) => {
      const sealed = entries.get(name)
      return sealed === undefined ? null : seal.open(sealed)
    },
    write: async (name, value) => {
      entries.set(name, await seal.close(value))
      store()
    },
    delete: (name) => {
      if (entries.delete(name)) store()
      return Promise.resolve()
    },
  }
}

function writeDurably(file: string, text: string): void {
  const temporary = `${file}.new`
  const descriptor = openSync(temporary, 'w', 0o600)
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  chmodSync(temporary, 0o600)
  renameSync(temporary, file)
}
