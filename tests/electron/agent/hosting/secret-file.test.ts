import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSecretFile } from '../../../../electron/agent/hosting/secret-file.ts'

const reversed = (text: string) => Promise.resolve(Array.from(text).reverse().join(''))
const seal = { close: reversed, open: reversed }
let directory: string
let file: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'secrets-'))
  file = join(directory, 'inside/secrets.json')
})
afterEach(() => rmSync(directory, { recursive: true }))

describe('the secret file', () => {
  it('gives back after a restart what was written, and null for what never was', async () => {
    await createSecretFile(file, seal).write('database-key', 'abc')
    const reopened = createSecretFile(file, seal)
    expect(await reopened.read('database-key')).toBe('abc')
    expect(await reopened.read('token')).toBeNull()
  })

  it('holds values only sealed and can be read by its owner alone', async () => {
    await createSecretFile(file, seal).write('database-key', 'abc')
    expect(readFileSync(file, 'utf8')).toContain('cba')
    expect(readFileSync(file, 'utf8')).not.toContain('abc')
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('forgets a deleted secret for good', async () => {
    const secrets = createSecretFile(file, seal)
    await secrets.write('token', 'abc')
    await secrets.delete('token')
    expect(await createSecretFile(file, seal).read('token')).toBeNull()
  })

  it('refuses a damaged file instead of starting anew over it', async () => {
    await createSecretFile(file, seal).write('database-key', 'abc')
    writeFileSync(file, '{"database-key":')
    expect(() => createSecretFile(file, seal)).toThrow()
    expect(readFileSync(file, 'utf8')).toBe('{"database-key":')
  })
})
