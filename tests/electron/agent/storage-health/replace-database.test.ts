import { cpSync, rmSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openStorage } from '../../../../electron/agent/storage-health/open-storage.ts'
import { createStorage } from '../../../../electron/agent/storage-health/storage.ts'
import { troubledHandlers } from '../../../../electron/agent/storage-health/troubled-storage.ts'
import { StorageTroubleError } from '../../../../electron/agent/storage/database.ts'
import { createMeta } from '../../../../electron/agent/storage/meta.ts'
import { damage, enterOperators, kept, withStorage } from '../../../support/damaged-storage.ts'
import { endingFiles, Killed } from '../../../support/ending-files.ts'
import { testHost, type TestHost } from '../../../support/test-host.ts'

const ENTERED = 12

async function damagedHost(): Promise<TestHost> {
  const host = testHost()
  await withStorage(host, async (open) => {
    enterOperators(open, 1, 6)
    expect(await open.storage.backups.make(open.storage.file, open.key)).toBeNull()
    enterOperators(open, 7, ENTERED)
  })
  await withStorage(host, () => undefined)
  damage(host.dataDir, 30)
  return host
}

/** A host whose folder is a copy, so that every kill begins from the same state. */
function copyOf(host: TestHost): TestHost {
  const copy = testHost()
  rmSync(copy.dataDir, { recursive: true, force: true })
  cpSync(host.dataDir, copy.dataDir, { recursive: true })
  for (const [name, value] of host.keptSecrets) copy.keptSecrets.set(name, value)
  return copy
}

describe('replaceDatabase', () => {
  it('loses nothing when the program is killed at any file operation of a mending start', async () => {
    const host = await damagedHost()
    const undisturbed = endingFiles()
    await withStorage({ ...copyOf(host), files: undisturbed }, () => undefined)
    expect(undisturbed.done()).toBeGreaterThan(10)
    for (let last = 0; last < undisturbed.done(); last++) {
      const copy = copyOf(host)
      const killed = withStorage({ ...copy, files: endingFiles(last) }, () => undefined)
      await expect(killed, `kill at ${last}`).rejects.toThrow(Killed)
      const { changes, drafts } = await withStorage(copy, kept)
      expect(changes.size, `changes after a kill at ${last}`).toBe(ENTERED)
      expect(drafts.size, `drafts after a kill at ${last}`).toBe(ENTERED)
    }
  }, 120_000)

  it('leaves the old database or the new one whole when the program is killed while a backup is restored', async () => {
    const host = await damagedHost()
    damage(host.dataDir, 30)
    const { backups } = createStorage(host)
    const [backup] = backups.list()
    const trouble = new StorageTroubleError('damaged', '已损坏')
    const restore = async (of: TestHost, files = endingFiles()) => {
      const handlers = troubledHandlers(createStorage({ ...of, files }), trouble, () => Promise.resolve())
      await handlers.storage.restoreBackup({ id: String(backup?.id) })
      return files.done()
    }
    const operations = await restore(copyOf(host))
    for (let last = 0; last < operations; last++) {
      const copy = copyOf(host)
      await expect(restore(copy, endingFiles(last))).rejects.toThrow(Killed)
      const { changes } = await withStorage(copy, kept)
      expect([6, ENTERED], `changes after a kill at ${last}`).toContain(changes.size)
    }
  }, 120_000)

  it('prints nothing by itself out of a restored backup and gives no label number twice', async () => {
    const host = testHost()
    const key = 'label-key-1'
    const of = (open: { db: Database }, sql: string) => open.db.prepare(sql).pluck().all()
    await withStorage(host, async (open) => {
      createMeta(open.db).set(key, 'sealed')
      createMeta(open.db).set('label-counter-1', '41')
      open.db.exec(
        `INSERT INTO label_printer (id, transport, maker, model, first_seen_at) VALUES ('p', 'usb', '', '', '2026-11-22')`,
      )
      const add = open.db.prepare(
        `INSERT INTO print_job (id, printer_id, title, copies, paper, state, created_at) VALUES (?, 'p', '标签', 1, '{}', ?, '2026-11-22')`,
      )
      for (const state of ['waiting', 'sending', 'sent', 'confirmed']) add.run(state, state)
      await open.storage.backups.make(open.storage.file, open.key)
    })
    const storage = createStorage(host)
    const handlers = troubledHandlers(storage, new StorageTroubleError('damaged', '已损坏'), () =>
      Promise.resolve(),
    )
    await handlers.storage.restoreBackup({ id: String(storage.backups.list()[0]?.id) })
    await withStorage(host, (open) => {
      expect(of(open, 'SELECT state FROM print_job ORDER BY number')).toEqual([
        'needs-attention',
        'needs-attention',
        'sent',
        'confirmed',
      ])
      expect(of(open, "SELECT key FROM meta WHERE key LIKE 'label-%'")).toEqual([])
    })
  })

  it('never replays the log of the old database into the new one', async () => {
    const host = testHost()
    const storage = createStorage(host)
    const { db } = await openStorage(storage, host.log)
    db.prepare("INSERT INTO meta (key, value) VALUES ('old', 'log')").run()
    // The log is still there: nobody has closed the database.
    const copy = copyOf(host)
    db.close()
    const trouble = new StorageTroubleError('damaged', '已损坏')
    const handlers = troubledHandlers(createStorage(copy), trouble, () => Promise.resolve())
    await handlers.storage.startAnew()
    await withStorage(copy, (open) => {
      expect(open.db.prepare("SELECT value FROM meta WHERE key = 'old'").get()).toBeUndefined()
      expect(kept(open).changes.size).toBe(0)
    })
  })
})
