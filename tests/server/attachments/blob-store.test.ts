import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createBlobStore } from '../../../server/attachments/blob-store.ts'

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
})
