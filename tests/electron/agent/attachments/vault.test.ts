import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createVault } from '../../../../electron/agent/attachments/vault.ts'
import { crash } from '../../../support/crashing-file-system.ts'
import { testHost } from '../../../support/test-host.ts'

vi.mock('node:fs/promises', async (original) => {
  const { crashingFileSystem } = await import('../../../support/crashing-file-system.ts')
  return crashingFileSystem(await original())
})
afterEach(() => {
  crash.arm(null)
})

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

  it('leaves nothing under the name or all of it, wherever it is killed (I15)', async () => {
    const bytes = randomBytes(2 * MEBIBYTE + 5)
    crash.arm(null)
    await setUp().vault.keep(bytes)
    const operations = crash.seen
    expect(operations).toBeGreaterThan(8)
    for (let survived = 0; survived < operations; survived += 1) {
      const { vault, directory, key } = setUp()
      crash.arm(survived)
      await expect(vault.keep(bytes)).rejects.toThrow('killed')
      crash.arm(null)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const after = createVault(directory, key)
      const found = await after.read(sha256, 0, bytes.length)
      expect(found === null || found.bytes.equals(bytes)).toBe(true)
      const later = new Date(Date.now() - 1000)
      for (const half of halves(directory)) utimesSync(half, later, later)
      expect((await after.sweep()).map((file) => file.sha256)).toEqual(found ? [sha256] : [])
      expect(halves(directory)).toEqual([])
      await after.keep(bytes)
      expect((await after.read(sha256, 0, bytes.length))?.bytes.equals(bytes)).toBe(true)
    }
  })

  it('has the bytes and the folder’s entry on the disk before it answers, in this order (I15)', async () => {
    const { vault } = setUp()
    crash.arm(null)
    await vault.keep(randomBytes(100))
    expect(crash.done).toEqual([
      'mkdir',
      'open',
      'sync',
      'open',
      'writeFile',
      'writeFile',
      'sync',
      'rename',
      'open',
      'sync',
    ])
  })

  it('says that the disk is full and leaves nothing behind', async () => {
    const { vault, directory } = setUp()
    crash.arm(3, 'ENOSPC')
    await expect(vault.keep(randomBytes(100))).rejects.toMatchObject({ failure: { code: 'storage-full' } })
    crash.arm(null)
    expect(await vault.sweep()).toEqual([])
    expect(existsSync(directory)).toBe(true)
  })

  it.each([
    ['cut off', (file: string) => truncateSync(file, 500)],
    ['cut off in its head', (file: string) => truncateSync(file, 3)],
    ['changed', (file: string) => writeFileSync(file, randomBytes(3000))],
  ])('mends a file that was %s when it is kept again', async (_name, spoil) => {
    const { vault, directory } = setUp()
    const bytes = randomBytes(5000)
    const sha256 = await vault.keep(bytes)
    spoil(fileOf(directory, sha256))
    await expect(vault.read(sha256, 0, 5000)).rejects.toMatchObject({ failure: { code: 'storage-damaged' } })
    await vault.keep(bytes)
    expect((await vault.read(sha256, 0, 5000))?.bytes.equals(bytes)).toBe(true)
  })

  it('lets a file go only when it was not kept again since', async () => {
    const { vault, directory } = setUp()
    const bytes = randomBytes(50)
    const sha256 = await vault.keep(bytes)
    const longAgo = new Date(Date.now() - 1_000_000)
    utimesSync(fileOf(directory, sha256), longAgo, longAgo)
    await vault.keep(bytes)
    await vault.dropKeptBefore(sha256, new Date(Date.now() - 500_000))
    expect(await vault.has(sha256)).toBe(true)
    utimesSync(fileOf(directory, sha256), longAgo, longAgo)
    await vault.dropKeptBefore(sha256, new Date(Date.now() - 500_000))
    expect(await vault.has(sha256)).toBe(false)
  })
})

function halves(directory: string): string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.part'))
    .map((name) => join(directory, name))
}
