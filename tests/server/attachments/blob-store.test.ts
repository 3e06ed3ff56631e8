import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createBlobStore } from '../../../server/attachments/blob-store.ts'
import { crash } from '../../support/crashing-file-system.ts'

vi.mock('node:fs/promises', async (original) => {
  const { crashingFileSystem } = await import('../../support/crashing-file-system.ts')
  return crashingFileSystem(await original())
})
afterEach(() => {
  crash.arm(null)
})

const BYTES = Buffer.from('样本文件的内容')
const SHA256 = createHash('sha256').update(BYTES).digest('hex')

function makeStore(key = randomBytes(32)) {
  const directory = mkdtempSync(join(tmpdir(), 'blobs-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return { directory, store: createBlobStore(directory, key) }
}

describe('createBlobStore', () => {
  it('gives back what it was given, also when written twice', async () => {
    const { store } = makeStore()
    await store.write('organisation-1', SHA256, BYTES)
    await store.write('organisation-1', SHA256, BYTES)
    expect(await store.read('organisation-1', SHA256)).toEqual(BYTES)
  })

  it('refuses a file with one flipped bit', async () => {
    const { store, directory } = makeStore()
    await store.write('organisation-1', SHA256, BYTES)
    const path = join(directory, 'organisation-1', SHA256)
    const file = readFileSync(path)
    file.writeUInt8(file.readUInt8(20) ^ 1, 20)
    writeFileSync(path, file)
    await expect(store.read('organisation-1', SHA256)).rejects.toThrow()
  })

  it('refuses a file that was put in another’s place', async () => {
    const { store, directory } = makeStore()
    await store.write('organisation-1', SHA256, BYTES)
    await store.write('organisation-2', SHA256, BYTES)
    const path = (organisation: string) => join(directory, organisation, SHA256)
    writeFileSync(path('organisation-2'), readFileSync(path('organisation-1')))
    await expect(store.read('organisation-2', SHA256)).rejects.toThrow()
  })

  it('has nothing under the name or all of it, wherever it is killed (I15)', async () => {
    const bytes = randomBytes(2_500_000)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    crash.arm(null)
    await makeStore().store.write('organisation-1', sha256, bytes)
    const operations = crash.seen
    expect(operations).toBeGreaterThan(8)
    for (let survived = 0; survived < operations; survived += 1) {
      const { store } = makeStore()
      crash.arm(survived)
      await expect(store.write('organisation-1', sha256, bytes)).rejects.toThrow('killed')
      crash.arm(null)
      if (await store.has('organisation-1', sha256, bytes.length)) {
        expect((await store.read('organisation-1', sha256)).equals(bytes)).toBe(true)
      } else await expect(store.read('organisation-1', sha256)).rejects.toThrow('ENOENT')
      await store.write('organisation-1', sha256, bytes)
      expect((await store.read('organisation-1', sha256)).equals(bytes)).toBe(true)
    }
  })

  it('answers once the bytes, the name and the folders are on the disk, in this order (I15)', async () => {
    const { store } = makeStore()
    crash.arm(null)
    await store.write('organisation-1', SHA256, BYTES)
    expect(crash.done).toEqual([
      'mkdir',
      ...['open', 'sync'],
      ...['open', 'writeFile', 'writeFile', 'writeFile', 'sync'],
      'rename',
      ...['open', 'sync'],
    ])
  })

  it('leaves nothing behind on a full disk', async () => {
    const { store, directory } = makeStore()
    crash.arm(5, 'ENOSPC')
    await expect(store.write('organisation-1', SHA256, BYTES)).rejects.toMatchObject({ code: 'ENOSPC' })
    crash.arm(null)
    expect(readdirSync(join(directory, 'organisation-1'))).toEqual([])
    expect(await store.has('organisation-1', SHA256, BYTES.length)).toBe(false)
  })
})
