import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createServerClient } from '../../../../electron/agent/server/server-client.ts'
import { exchange } from '../../../../electron/agent/sync/exchange.ts'
import { openStorage } from '../../../../electron/agent/storage-health/open-storage.ts'
import { createStorage } from '../../../../electron/agent/storage-health/storage.ts'
import {
  damage,
  enterOperators,
  idOf,
  kept,
  nameOf,
  type OpenStorage,
  withStorage,
} from '../../../support/damaged-storage.ts'
import { type SmallSyncServer, startSmallSyncServer } from '../../../support/small-sync-server.ts'
import { testHost, type TestHost } from '../../../support/test-host.ts'

const PAGE_BYTES = 4096
const BEFORE_BACKUP = 30
const IN_ALL = 60
const file = (host: TestHost) => join(host.dataDir, 'workstation.db')
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** Work before and after a backup, all of it in the file itself. */
async function workedWith(withBackup = true): Promise<TestHost> {
  const host = testHost()
  await withStorage(host, async (open) => {
    enterOperators(open, 1, BEFORE_BACKUP)
    if (withBackup) expect(await open.storage.backups.make(open.storage.file, open.key)).toBeNull()
    enterOperators(open, BEFORE_BACKUP + 1, IN_ALL)
  })
  // The next start keeps the pages of the schema as they are now.
  await withStorage(host, () => undefined)
  return host
}

describe('mendDatabase', () => {
  it('keeps everything older than the backup whichever page is damaged, and what is newer but for the rows on that page', async () => {
    const host = await workedWith()
    const whole = snapshot(host)
    const pages = statSync(file(host)).size / PAGE_BYTES
    let mended = 0
    for (let page = 0; page < pages; page++) {
      whole.putBack()
      damage(host.dataDir, page * PAGE_BYTES + 200)
      const { changes, drafts } = await withStorage(host, (open) => {
        if (open.db.prepare("SELECT 1 FROM meta WHERE key = 'storage-repair'").get()) mended++
        const shown = open.workspace.list('operator').length
        const entered = open.db.prepare('SELECT count(DISTINCT record_id) FROM outbox').pluck().get()
        expect(shown).toBeGreaterThanOrEqual(Number(entered))
        return kept(open)
      })
      const lostChanges = numbers(1, IN_ALL).filter((number) => !changes.has(number))
      const lostDrafts = numbers(1, IN_ALL).filter((number) => !drafts.has(number))
      expect(lostChanges.filter((number) => number <= BEFORE_BACKUP)).toEqual([])
      expect(lostDrafts.filter((number) => number <= BEFORE_BACKUP)).toEqual([])
      // A page holds a handful of such rows.
      expect(lostChanges.length, `changes lost with page ${page + 1}`).toBeLessThanOrEqual(10)
      expect(lostDrafts.length, `drafts lost with page ${page + 1}`).toBeLessThanOrEqual(10)
    }
    // Nearly every page is in use.
    expect(mended).toBeGreaterThan(pages * 0.8)
  }, 300_000)

  it('saves what is readable where there is no backup, and says what', async () => {
    const host = await workedWith(false)
    damage(host.dataDir, 100)
    const repair = await withStorage(host, (open) => {
      expect(kept(open).changes).toEqual(new Set(numbers(1, IN_ALL)))
      expect(open.workspace.list('operator')).toHaveLength(IN_ALL)
      return JSON.parse(
        String(open.db.prepare("SELECT value FROM meta WHERE key = 'storage-repair'").pluck().get()),
      ) as object
    })
    expect(repair).toMatchObject({ backupMadeAt: null, savedChanges: IN_ALL, savedDrafts: IN_ALL })
  })

  it('keeps the damaged file aside as it was found', async () => {
    const host = await workedWith()
    damage(host.dataDir, 3 * PAGE_BYTES + 9)
    const sizeBytes = statSync(file(host)).size
    await withStorage(host, () => undefined)
    const [folder] = readdirSync(join(host.dataDir, 'aside'))
    expect(statSync(join(host.dataDir, 'aside', String(folder), 'workstation.db')).size).toBe(sizeBytes)
  })

  it('reads the first page and the list of tables from their second copy when the salt itself is gone', async () => {
    const host = await workedWith(false)
    damage(host.dataDir, 0, 16)
    const { changes, drafts } = await withStorage(host, kept)
    expect(changes.size).toBe(IN_ALL)
    expect(drafts.size).toBe(IN_ALL)
  })

  it('sends everything that was saved exactly once, across the numbers that were lost', async () => {
    const server = await startSmallSyncServer()
    const host = testHost()
    await withStorage(host, async (open) => {
      enterOperators(open, 1, 8)
      await exchangeWith(server, open)
      enterOperators(open, 9, IN_ALL)
    })
    await withStorage(host, () => undefined)
    expect(server.applied).toHaveLength(8)
    const whole = snapshot(host)
    const pages = statSync(file(host)).size / PAGE_BYTES
    let saved = new Set<number>()
    // The first page that costs a change which others stand behind.
    for (let page = 2; page < pages && (saved.size === 0 || saved.size === IN_ALL); page++) {
      whole.putBack()
      damage(host.dataDir, page * PAGE_BYTES + 200)
      const { changes } = await withStorage(host, kept)
      saved = changes.has(IN_ALL) ? changes : new Set()
    }
    expect(saved.size).toBeLessThan(IN_ALL)
    await withStorage(host, async (open) => {
      await exchangeWith(server, open)
      expect(open.workspace.counts().waiting).toBe(0)
    })
    const applied = server.applied.map(({ recordId }) => recordId)
    expect(new Set(applied).size).toBe(applied.length)
    for (const number of saved) expect(applied).toContain(idOf(number))
  }, 60_000)

  it('goes on numbering behind what was saved', async () => {
    const host = await workedWith(false)
    damage(host.dataDir, 0)
    await withStorage(host, (open) => {
      enterOperators(open, IN_ALL + 1, IN_ALL + 1)
      expect(open.db.prepare('SELECT max(seq) FROM outbox').pluck().get()).toBe(IN_ALL + 1)
      expect(open.workspace.get('operator', idOf(IN_ALL + 1))?.body.name).toBe(nameOf(IN_ALL + 1))
    })
  })

  it('takes the newest backup when the file is gone or empty', async () => {
    const host = await workedWith()
    truncateSync(file(host), 0)
    const { changes } = await withStorage(host, kept)
    expect(changes).toEqual(new Set(numbers(1, BEFORE_BACKUP)))
  })

  it('does not take a backup that is damaged itself', async () => {
    const host = await workedWith()
    const [backup] = readdirSync(join(host.dataDir, 'backups'))
    damage(host.dataDir, 2 * PAGE_BYTES, 64, join('backups', String(backup)))
    damage(host.dataDir, 2 * PAGE_BYTES)
    const { changes } = await withStorage(host, kept)
    expect(changes.size).toBeGreaterThan(IN_ALL - 10)
  })

  it('tells a wrong key from damage: with one nothing is touched', async () => {
    const host = await workedWith()
    host.keptSecrets.set('database-key', 'cd'.repeat(32))
    const storage = createStorage(host)
    await expect(openStorage(storage, host.log)).rejects.toMatchObject({ kind: 'key-wrong' })
    expect(existsSync(join(host.dataDir, 'aside'))).toBe(false)
  })

  it('calls a foreign file without any backup a wrong key, because nothing shows that it was ever ours', async () => {
    const host = await workedWith(false)
    writeFileSync(file(host), Buffer.alloc(20 * PAGE_BYTES, 7))
    const storage = createStorage(host)
    await expect(openStorage(storage, host.log)).rejects.toMatchObject({ kind: 'key-wrong' })
  })
})

function exchangeWith({ url }: SmallSyncServer, { workspace }: OpenStorage): Promise<void> {
  const token = () => 'token'
  const server = { serverUrl: url, now: () => new Date(), token, onTokenRefused: () => undefined }
  const uploads = {
    uploadWanted: () => Promise.resolve(),
    isSettled: () => true,
    progress: () => ({ files: 0, sentBytes: 0, totalBytes: 0, remainingSeconds: null }),
  }
  const { http } = createServerClient(server)
  return exchange({ workspace, http, uploads, signal: new AbortController().signal })
}

function snapshot(host: TestHost) {
  const copy = mkdtempSync(join(tmpdir(), 'whole-'))
  onTestFinished(() => {
    rmSync(copy, { recursive: true, force: true })
  })
  cpSync(host.dataDir, copy, { recursive: true })
  return {
    putBack: () => {
      rmSync(host.dataDir, { recursive: true, force: true })
      cpSync(copy, host.dataDir, { recursive: true })
    },
  }
}
