import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loadServerKeys } from '../../server/server-keys.ts'

function dataDir(): string {
  const directory = mkdtempSync(join(tmpdir(), 'keys-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

describe('loadServerKeys', () => {
  it('makes keys at the first start, for this user only, and finds them again', () => {
    const directory = dataDir()
    const keys = loadServerKeys(directory, {})
    expect(loadServerKeys(directory, {})).toEqual(keys)
    expect(keys.blob.equals(keys.personal)).toBe(false)
    expect(statSync(join(directory, 'keys', 'blob.key')).mode & 0o777).toBe(0o600)
  })

  it('prefers keys of the environment and refuses short ones', () => {
    const given = Buffer.alloc(32, 7)
    expect(loadServerKeys(dataDir(), { BLOB_KEY: given.toString('base64') }).blob).toEqual(given)
    expect(() => loadServerKeys(dataDir(), { BLOB_KEY: 'c2hvcnQ=' })).toThrow('32 字节，现在是 5 字节')
  })
})
