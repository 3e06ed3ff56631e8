import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createDraftRepository } from '../../../../electron/agent/drafts/draft-repository.ts'
import { openStorage } from '../../../../electron/agent/storage-health/open-storage.ts'
import { createStorage } from '../../../../electron/agent/storage-health/storage.ts'
import { createReserve } from '../../../../electron/agent/storage-health/reserve.ts'
import { createStorageHealthService } from '../../../../electron/agent/storage-health/storage-health-service.ts'
import { createVault } from '../../../../electron/agent/attachments/vault.ts'
import { isSound } from '../../../../electron/agent/storage/database.ts'
import { createWorkspaces } from '../../../../electron/agent/storage/workspaces.ts'
import { enterOperators, idOf, kept, nameOf, OWNER } from '../../../support/damaged-storage.ts'
import { smallDisk } from '../../../support/small-disk.ts'
import { testHost } from '../../../support/test-host.ts'
import { anOperator, saveOperator } from '../../../support/test-workspace.ts'

const MIB = 1024 ** 2
const KEY = { form: 'project', subject: 'new' } as const

async function working(host = testHost()) {
  const storage = createStorage(host)
  const { db, key } = await openStorage(storage, host.log)
  const workspaces = createWorkspaces({ db, now: () => host.now(), onChanged: () => undefined })
  const workspace = workspaces.open(OWNER.accountId, OWNER.organisationId)
  const service = createStorageHealthService({
    storage,
    db,
    key,
    log: host.log,
    vault: createVault(join(host.dataDir, 'files'), Buffer.alloc(32)),
    ownerOrNull: () => ({ ...OWNER, workspace }),
    onImported: () => undefined,
    confirmPassword: () => Promise.resolve(),
    clear: () => Promise.resolve(),
  })
  await storage.reserve.restore()
  const end = async () => {
    await service.stop()
    db.close()
  }
  return { host, storage, db, key, workspace, service, drafts: createDraftRepository(db), end }
}

describe('createReserve', () => {
  it('takes 64 MB of real bytes where there is ample room, gives them up and takes them again', async () => {
    const { dataDir } = testHost()
    const reserve = createReserve(dataDir)
    await reserve.restore()
    const { size, blocks } = statSync(join(dataDir, 'reserve.bin'))
    expect(size).toBe(64 * MIB)
    expect(blocks * 512).toBeGreaterThanOrEqual(size)
    expect(reserve.release()).toBe(true)
    expect(reserve.sizeBytes()).toBe(0)
    expect(reserve.release()).toBe(false)
    await reserve.restore()
    expect(reserve.sizeBytes()).toBe(64 * MIB)
  })

  it('I17: on a full disk a save fails in words, the room kept back lets answers be stored, and all is as before when space returns', async (context) => {
    const disk = smallDisk(48)
    if (!disk) {
      context.skip('this user may not mount a small disk')
      return
    }
    const dataDir = join(disk.folder, 'data')
    mkdirSync(dataDir)
    const host = testHost({ dataDir })
    const first = await working(host)
    enterOperators(first, 1, 20)
    expect(first.storage.reserve.sizeBytes()).toBeGreaterThanOrEqual(MIB)
    disk.fillUp(200_000)
    const savedAt = new Date().toISOString()
    const long = { text: '长'.repeat(400_000) }
    expect(() => first.drafts.put(OWNER.accountId, KEY, { title: '长', content: long, savedAt })).toThrow(
      '磁盘已满',
    )
    // The editor's text was refused as a whole; what was there is there.
    expect(first.drafts.find(OWNER.accountId, KEY)).toBeNull()
    expect(first.storage.reserve.sizeBytes()).toBe(0)
    first.workspace.takeResults('epoch', [{ seq: 1, status: 'applied', rev: 1 }])
    expect(first.workspace.counts().waiting).toBe(19)
    expect(isSound(first.db)).toBe(true)
    await first.end()

    // Still full: the next start gets by, and finds everything.
    const second = await working(host)
    expect(kept(second).changes.size).toBe(20)
    expect(kept(second).drafts.size).toBe(20)
    disk.makeRoom()
    await second.storage.reserve.restore()
    expect(second.storage.reserve.sizeBytes()).toBeGreaterThanOrEqual(MIB)
    second.drafts.put(OWNER.accountId, KEY, { title: '长', content: long, savedAt })
    expect(second.drafts.find(OWNER.accountId, KEY)?.content).toEqual(long)
    await second.end()
  })

  it('I17: every save on a disk that fills up is there afterwards whole, or was refused in words', async (context) => {
    const disk = smallDisk(24)
    if (!disk) {
      context.skip('this user may not mount a small disk')
      return
    }
    const dataDir = join(disk.folder, 'data')
    mkdirSync(dataDir)
    const host = testHost({ dataDir })
    const first = await working(host)
    const padding = '字'.repeat(30_000)
    const saved: number[] = []
    let refused = 0
    for (let number = 1; refused < 5 && number < 500; number++) {
      try {
        saveOperator(
          first.workspace,
          idOf(number),
          anOperator({ name: nameOf(number), certificateNumber: padding }),
        )
        saved.push(number)
      } catch (error) {
        expect(error).toMatchObject({ failure: { code: 'storage-full' } })
        refused++
      }
    }
    expect(refused).toBe(5)
    await first.end()
    disk.makeRoom()
    const second = await working(host)
    expect([...kept(second).changes].sort((a, b) => a - b)).toEqual(saved)
    expect(second.workspace.list('operator')).toHaveLength(saved.length)
    await second.end()
  })
})
