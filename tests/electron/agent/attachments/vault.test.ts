import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createVault } from '../../../../electron/agent/attachments/vault.ts'
import { testHost } from '../../../support/test-host.ts'

const MEBIBYTE = 1024 * 1024

function setUp(key = randomBytes(32)) {
  const directory = join(testHost().dataDir, 'files')
  return { directory, key, vault: createVault(directory, key) }
}

const fileOf = (directory: string, sha256: string) => join(directory, sha256.slice(0, 2), sha256)

describe('the vault', () => {
  it('keeps bytes under their own hash and reads any part of them', async () => {
    const { vault } = setUp()
    const bytes = randomBytes(2 * MEBIBYTE + 1234)
    const sha256 = await vault.keep(bytes)
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length),
        fc.integer({ min: 1, max: MEBIBYTE + 7 }),
        async (offset, length) => {
          const part = await vault.read(sha256, offset, length)
          expect(part?.bytes.equals(bytes.subarray(offset, offset + length))).toBe(true)
          expect(part?.sizeBytes).toBe(bytes.length)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('writes no plain bytes and leaves no half files', async () => {
    const { vault, directory } = setUp()
    const sha256 = await vault.keep(Buffer.from('身份证 11010519491231002X'.repeat(100)))
    expect(readFileSync(fileOf(directory, sha256)).includes('11010519491231002X')).toBe(false)
    expect(readdirSync(join(directory, sha256.slice(0, 2)))).toEqual([sha256])
  })

  it('notices a single changed bit', async () => {
    const { vault, directory } = setUp()
    const sha256 = await vault.keep(randomBytes(5000))
    const file = fileOf(directory, sha256)
    const sealed = readFileSync(file)
    sealed[3000] = (sealed[3000] ?? 0) ^ 1
    writeFileSync(file, sealed)
    await expect(vault.read(sha256, 0, 5000)).rejects.toMatchObject({ failure: { code: 'storage-damaged' } })
  })

  it('reads nothing with another key', async () => {
    const { vault, directory } = setUp()
    const sha256 = await vault.keep(randomBytes(100))
    const other = createVault(directory, randomBytes(32))
    await expect(other.read(sha256, 0, 100)).rejects.toMatchObject({ failure: { code: 'storage-damaged' } })
  })

  it('has no file that was not kept', async () => {
    expect(await setUp().vault.read('0'.repeat(64), 0, 10)).toBeNull()
  })
})
