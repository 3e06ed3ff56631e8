import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Backup } from '../../../../domain/storage/storage-contract.ts'
import { createBackups, superfluous } from '../../../../electron/agent/storage-health/backups.ts'
import { copyDatabase, opensSoundly } from '../../../../electron/agent/storage-health/copy-database.ts'
import { nodeFiles } from '../../../../electron/agent/storage-health/storage-files.ts'
import { damage, enterOperators, withStorage } from '../../../support/damaged-storage.ts'
import { endingFiles, Killed } from '../../../support/ending-files.ts'
import { testHost } from '../../../support/test-host.ts'

const DAY_MS = 86_400_000
const START_MS = Date.parse('2026-11-22T08:00:00Z')
const backupOf = (daysAgo: number, sizeBytes = 1): Backup => ({
  id: String(daysAgo),
  madeAt: new Date(START_MS - daysAgo * DAY_MS).toISOString(),
  sizeBytes,
})

describe('superfluous', () => {
  it('keeps the newest three and the newest of each of the last four weeks', () => {
    const backups = Array.from({ length: 60 }, (_, daysAgo) => backupOf(daysAgo))
    const gone = new Set(superfluous(backups).map(({ id }) => id))
    const left = backups.filter(({ id }) => !gone.has(id)).map(({ id }) => Number(id))
    expect(left.slice(0, 3)).toEqual([0, 1, 2])
    expect(left.length).toBeLessThanOrEqual(7)
    expect(left.at(-1)).toBeGreaterThanOrEqual(14)
    expect(left.at(-1)).toBeLessThan(28)
  })

  it('keeps two even where one alone is beyond the budget', () => {
    const backups = [0, 1, 2, 9].map((daysAgo) => backupOf(daysAgo, 1000))
    expect(superfluous(backups, 500).map(({ id }) => id)).toEqual(['2', '9'])
  })
})

describe('createBackups', () => {
  it('makes copies that open with the same key and with no other, and show nothing in plain', async () => {
    const host = testHost()
    await withStorage(host, async (open) => {
      enterOperators(open, 1, 5)
      expect(await open.storage.backups.make(open.storage.file, open.key)).toBeNull()
      const [backup] = open.storage.backups.list()
      const file = String(open.storage.backups.fileOf(String(backup?.id)))
      expect(opensSoundly(file, open.key)).toBe(true)
      expect(opensSoundly(file, 'cd'.repeat(32))).toBe(false)
      expect(readFileSync(file).includes('林1')).toBe(false)
      expect(open.storage.backups.isDue()).toBe(false)
    })
  })

  it('is due again after a day, and after the clock was set back', async () => {
    const host = testHost()
    await withStorage(host, async ({ storage, key }) => {
      expect(storage.backups.isDue()).toBe(true)
      await storage.backups.make(storage.file, key)
      for (const aheadMs of [DAY_MS, -DAY_MS]) {
        const later = createBackups({
          dataDir: host.dataDir,
          files: nodeFiles,
          now: () => new Date(Date.now() + aheadMs + Math.sign(aheadMs) * 5000),
          copy: copyDatabase,
        })
        expect(later.isDue()).toBe(true)
      }
    })
  })

  it('lets the event loop run while it copies', async () => {
    const host = testHost()
    await withStorage(host, async (open) => {
      enterOperators(open, 1, 300)
      let turns = 0
      const timer = setInterval(() => turns++, 2)
      await open.storage.backups.make(open.storage.file, open.key)
      clearInterval(timer)
      expect(turns).toBeGreaterThan(3)
    })
  })

  it('lets no older copy go for one that is damaged', async () => {
    const host = testHost()
    const copy = (order: Parameters<typeof copyDatabase>[0]) => {
      copyDatabase(order)
      damage(
        host.dataDir,
        5000,
        64,
        join(
          'backups',
          String(readdirSync(join(host.dataDir, 'backups')).find((name) => name.endsWith('.part'))),
        ),
      )
      return opensSoundly(order.target, order.key) ? null : ('copy-unsound' as const)
    }
    await withStorage(host, async ({ storage, key }) => {
      await storage.backups.make(storage.file, key)
      const before = storage.backups.list()
      const failing = createBackups({ dataDir: host.dataDir, files: nodeFiles, now: () => new Date(), copy })
      expect(await failing.make(storage.file, key)).toBe('copy-unsound')
      expect(failing.list()).toEqual(before)
      expect(readdirSync(join(host.dataDir, 'backups'))).toHaveLength(1)
    })
  })

  it('shows only whole copies when the program is killed at any file operation, and clears the rest away', async () => {
    const host = testHost()
    await withStorage(host, async ({ storage, key }) => {
      const make = async (last?: number) => {
        const files = endingFiles(last)
        const of = { dataDir: host.dataDir, files, now: () => new Date(), copy: copyDatabase }
        await createBackups(of).make(storage.file, key)
        return files.done()
      }
      const operations = await make()
      for (let last = 0; last < operations; last++) {
        await expect(make(last)).rejects.toThrow(Killed)
        for (const { id } of storage.backups.list()) {
          expect(opensSoundly(String(storage.backups.fileOf(id)), key)).toBe(true)
        }
      }
      storage.backups.sweep()
      const names = readdirSync(join(host.dataDir, 'backups'))
      expect(names.filter((name) => !name.endsWith('.db'))).toEqual([])
    })
  })
})
