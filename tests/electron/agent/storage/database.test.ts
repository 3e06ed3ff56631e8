import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createDraftRepository } from '../../../../electron/agent/drafts/draft-repository.ts'
import {
  DATABASE_FILE,
  inTransaction,
  isSound,
  openDatabase,
} from '../../../../electron/agent/storage/database.ts'
import { MIGRATIONS } from '../../../../electron/agent/storage/migrations.ts'
import { testHost } from '../../../support/test-host.ts'

const KEY = { form: 'operator', subject: 'new' } as const

describe('openDatabase', () => {
  it('syncs every commit to the disk', async () => {
    const db = await openDatabase(testHost())
    expect(db.pragma('synchronous', { simple: true })).toBe(2)
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
    db.close()
  })

  it('leaves no plain text in its files', async () => {
    const host = testHost()
    const db = await openDatabase(host)
    const content = { 姓名: '王喆堃', idNumber: '11010519491231002X' }
    createDraftRepository(db).put('', KEY, { title: '王喆堃', content, savedAt: new Date().toISOString() })
    const wal = readFileSync(join(host.dataDir, `${DATABASE_FILE}-wal`))
    db.close()
    const file = readFileSync(join(host.dataDir, DATABASE_FILE))
    for (const bytes of [wal, file]) {
      expect(bytes.includes('11010519491231002X')).toBe(false)
      expect(bytes.includes('王喆堃')).toBe(false)
      expect(bytes.includes('SQLite format 3')).toBe(false)
    }
  })

  it('applies every migration once', async () => {
    const host = testHost()
    for (let round = 0; round < 2; round++) {
      const db = await openDatabase(host)
      const names = db.prepare('SELECT name FROM schema_version ORDER BY number').pluck().all()
      expect(names).toEqual(MIGRATIONS.map(({ name }) => name))
      db.close()
    }
  })

  it('refuses a file that a newer program has written', async () => {
    const host = testHost()
    const db = await openDatabase(host)
    db.prepare('INSERT INTO schema_version (number, name) VALUES (?, ?)').run(99, 'later')
    db.close()
    await expect(openDatabase(host)).rejects.toMatchObject({ failure: { code: 'client-too-old' } })
  })

  it('makes no new key where data are locked with a lost one', async () => {
    const host = testHost()
    const db = await openDatabase(host)
    db.close()
    host.keptSecrets.clear()
    await expect(openDatabase(host)).rejects.toMatchObject({ failure: { code: 'storage-damaged' } })
    expect(host.keptSecrets.size).toBe(0)
  })

  it('calls a damaged file damaged', async () => {
    const host = testHost()
    const db = await openDatabase(host)
    db.close()
    const file = join(host.dataDir, DATABASE_FILE)
    writeFileSync(file, readFileSync(file).fill(7, 0, 2048))
    await expect(openDatabase(host)).rejects.toMatchObject({ failure: { code: 'storage-damaged' } })
  })
})

describe('inTransaction', () => {
  it('says that the disk is full and keeps what was there', async () => {
    const db = await openDatabase(testHost())
    const drafts = createDraftRepository(db)
    const savedAt = new Date().toISOString()
    drafts.put('', KEY, { title: '先', content: { text: '先' }, savedAt })
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 1}`)
    const huge = { text: '满'.repeat(200_000) }
    expect(() => drafts.put('', KEY, { title: '后', content: huge, savedAt })).toThrow('磁盘已满')
    expect(drafts.find('', KEY)?.content).toEqual({ text: '先' })
    expect(isSound(db)).toBe(true)
    db.close()
  })

  it('leaves nothing of a transaction that throws', async () => {
    const db = await openDatabase(testHost())
    const drafts = createDraftRepository(db)
    expect(() =>
      inTransaction(db, () => {
        drafts.put('', KEY, { title: '半', content: {}, savedAt: new Date().toISOString() })
        throw new Error('cut off')
      }),
    ).toThrow('cut off')
    expect(drafts.find('', KEY)).toBeNull()
    db.close()
  })
})
