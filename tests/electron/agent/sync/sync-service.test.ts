import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Session } from '../../../../domain/accounts/accounts-contract.ts'
import type { SyncStatus } from '../../../../domain/sync/sync-contract.ts'
import { createServerClient } from '../../../../electron/agent/server/server-client.ts'
import type { LocalWorkspace } from '../../../../electron/agent/storage/local-workspace.ts'
import { createMeta } from '../../../../electron/agent/storage/meta.ts'
import { createSyncService } from '../../../../electron/agent/sync/sync-service.ts'
import { createUploadLimit } from '../../../../electron/agent/sync/upload-limit.ts'
import { startSmallSyncServer } from '../../../support/small-sync-server.ts'
import { anOperator, saveOperator, testWorkspace } from '../../../support/test-workspace.ts'

const SESSION: Session = {
  accountId: 'account-1',
  role: 'organisation',
  account: '138****5678',
  displayName: '南京安盾消防技术服务有限公司',
  organisationId: 'organisation-1',
  regionCode: null,
  offline: false,
}
const FAST = { everyMs: 40, firstRetryMs: 10, longestRetryMs: 40, pokeDelayMs: 5 }
const SLOW = { everyMs: 60_000, firstRetryMs: 60_000, longestRetryMs: 60_000, pokeDelayMs: 5 }

async function setUp(timings = FAST) {
  const server = await startSmallSyncServer()
  const { workspace, workspaces, host, db } = await testWorkspace()
  const settled = new Set<string>()
  const limits: (number | null)[] = []
  const current = { session: SESSION, workspace }
  const statuses: SyncStatus[] = []
  const signedIn = { token: 'token' as string | null }
  const { http } = createServerClient({
    serverUrl: server.url,
    now: () => new Date(),
    token: () => signedIn.token,
    onTokenRefused: () => (signedIn.token = null),
  })
  const sync = createSyncService({
    http,
    uploads: {
      uploadWanted: () => Promise.resolve(),
      isSettled: (_workspace, sha256) => settled.has(sha256),
      progress: () => ({ files: 0, sentBytes: 0, totalBytes: 0, remainingSeconds: null }),
      stateOf: (_workspace, sha256) => ({
        sha256,
        purpose: 'letter',
        sizeBytes: 10,
        uploadedBytes: 3,
        state: settled.has(sha256) ? 'verified' : 'uploading',
        refusal: null,
      }),
    },
    uploadLimit: createUploadLimit(createMeta(db), (limit) => void limits.push(limit)),
    workstation: () => ({ name: '工作站AB12', appVersion: '1.0.0' }),
    session: () => current.session,
    hasToken: () => signedIn.token !== null,
    confirmSession: () => Promise.resolve(),
    workspace: () => current.workspace,
    afterExchange: () => Promise.resolve(),
    onStatus: (status) => void statuses.push(status),
    log: host.log,
    timings,
  })
  onTestFinished(() => sync.stop())
  return { server, workspace, workspaces, current, sync, statuses, signedIn, settled, limits, db }
}

describe('the sync service', () => {
  it('empties the outbox by itself once the server answers again', async () => {
    const { server, workspace, sync } = await setUp()
    server.faults.push('server-error', 'refuse', 'log-in-page', 'lose-answer')
    saveOperator(workspace, 'a', anOperator())
    sync.poke()
    await expect.poll(() => workspace.counts().waiting, { timeout: 5000 }).toBe(0)
    expect(server.applied).toHaveLength(1)
  })

  it('stops at a refused token and goes on after the next sign-in', async () => {
    const { server, workspace, sync, signedIn } = await setUp()
    server.faults.push('signed-out')
    saveOperator(workspace, 'a', anOperator())
    await sync.run()
    expect(await sync.handlers.status()).toMatchObject({ connection: 'signed-out', waiting: 1 })
    const asked = server.requests.length
    await sync.run()
    expect(server.requests).toHaveLength(asked)
    signedIn.token = 'new'
    sync.sessionChanged()
    await expect.poll(() => workspace.counts().waiting, { timeout: 5000 }).toBe(0)
  })

  it('says in plain words that the server is out of reach, and that all is kept', async () => {
    const { server, workspace, sync, statuses } = await setUp(SLOW)
    server.faults.push('refuse')
    saveOperator(workspace, 'a', anOperator())
    const status = await sync.handlers.run()
    expect(status).toMatchObject({ connection: 'offline', waiting: 1, lastConfirmedAt: null })
    expect(status.message).toContain('内容都保存在本机')
    expect(statuses.at(-1)).toEqual(status)
  })

  it('warns of a log-in page in between', async () => {
    const { server, sync } = await setUp(SLOW)
    server.faults.push('log-in-page')
    expect((await sync.handlers.run()).message).toContain('网络可能需要先在浏览器中登录')
  })

  it('lists what waits and what was refused, and lets the refused be given up', async () => {
    const { server, workspace, sync } = await setUp(SLOW)
    server.rejects = () => '未满 18 周岁，不能录入'
    saveOperator(workspace, 'a', anOperator())
    await sync.run()
    saveOperator(workspace, 'b', anOperator())
    expect(await sync.handlers.listOutbox()).toMatchObject([
      { seq: 1, title: '添加操作员', state: 'refused', message: '未满 18 周岁，不能录入', attempts: 1 },
      { seq: 2, state: 'waiting', attempts: 0 },
    ])
    await sync.handlers.discardRefused({ seq: 1 })
    expect(await sync.handlers.status()).toMatchObject({ refused: 0, waiting: 1 })
    expect(() => sync.handlers.discardRefused({ seq: 2 })).toThrow('已不在待处理之列')
  })

  it('tells of each entry why it waits', async () => {
    const { server, workspace, sync, signedIn, settled } = await setUp(SLOW)
    const reasons = async () => (await sync.handlers.listOutbox()).map(({ waitsFor }) => waitsFor)
    const letter = 'a'.repeat(64)
    await sync.run()
    addLetter(workspace, letter)
    saveOperator(workspace, 'b', anOperator())
    expect(await reasons()).toEqual(['files', 'turn'])
    for (let times = 0; times < 20; times += 1) server.faults.push('refuse')
    await sync.run()
    expect(await reasons()).toEqual(['connection', 'connection'])
    server.faults.length = 0
    signedIn.token = null
    expect(await reasons()).toEqual(['sign-in', 'sign-in'])
    signedIn.token = 'new'
    settled.add(letter)
    server.rejects = () => '不符'
    await sync.run()
    expect(await reasons()).toEqual([null, null])
  })

  it('shows what an entry would change, with its files', async () => {
    const { workspace, sync } = await setUp(SLOW)
    addLetter(workspace, 'a'.repeat(64))
    expect(await sync.handlers.outboxDetail({ seq: 1 })).toMatchObject({
      seq: 1,
      changes: [{ field: 'note', before: null, after: '补充承诺函' }],
      files: [{ sha256: 'a'.repeat(64), state: 'uploading', uploadedBytes: 3 }],
    })
    expect(() => sync.handlers.outboxDetail({ seq: 2 })).toThrow('已不在待处理之列')
  })

  it('lets a refused entry be offered again, given up and taken back', async () => {
    const { server, workspace, sync } = await setUp(SLOW)
    server.rejects = () => '机构资料还没有通过核验'
    saveOperator(workspace, 'a', anOperator())
    await sync.run()
    await sync.handlers.discardRefused({ seq: 1 })
    await sync.handlers.restoreRefused({ seq: 1 })
    expect(await sync.handlers.listOutbox()).toMatchObject([
      { seq: 1, state: 'refused', message: '机构资料还没有通过核验', waitsFor: null },
    ])
    server.rejects = () => null
    await sync.handlers.resubmit({ seq: 1 })
    await sync.run()
    expect(await sync.handlers.status()).toMatchObject({ connection: 'online', refused: 0, waiting: 0 })
    expect(server.applied.map(({ seq }) => seq)).toEqual([2])
    expect(() => sync.handlers.restoreRefused({ seq: 1 })).toThrow('同一内容已经重新填写')
  })

  it('brings a decided conflict to the server and back again', async () => {
    const { server, workspace, sync } = await setUp(SLOW)
    saveOperator(workspace, 'a', anOperator())
    await sync.run()
    server.put('a', { level: 'one' })
    saveOperator(workspace, 'a', anOperator({ level: 'three' }))
    await sync.run()
    expect(await sync.handlers.listConflicts()).toMatchObject([
      { recordId: 'a', fields: [{ field: 'level', base: 'four', mine: 'three', theirs: 'one' }] },
    ])
    const choices = { level: 'mine' as const }
    const { decisionId } = await sync.handlers.decideConflict({
      recordType: 'operator',
      recordId: 'a',
      choices,
    })
    await sync.run()
    expect(workspace.get('operator', 'a')).toMatchObject({ syncState: 'synced', body: { level: 'three' } })
    await sync.handlers.undoDecision({ decisionId })
    await sync.run()
    expect(workspace.get('operator', 'a')).toMatchObject({ syncState: 'conflict', body: { level: 'one' } })
    expect(server.applied.at(-1)).toMatchObject({ set: { level: 'one' }, base: { level: 'three' } })
  })

  it('closes a conflict by itself when the other side comes to say the same', async () => {
    const { server, workspace, sync } = await setUp(SLOW)
    saveOperator(workspace, 'a', anOperator())
    await sync.run()
    server.put('a', { level: 'one' })
    saveOperator(workspace, 'a', anOperator({ level: 'three' }))
    await sync.run()
    server.put('a', { level: 'three' })
    await sync.run()
    expect(await sync.handlers.status()).toMatchObject({ conflicts: 0 })
  })

  it('keeps how fast files may go out', async () => {
    const { sync, limits } = await setUp(SLOW)
    expect(await sync.handlers.settings()).toEqual({ uploadKilobytesPerSecond: null })
    await sync.handlers.setUploadLimit({ uploadKilobytesPerSecond: 256 })
    expect(await sync.handlers.settings()).toEqual({ uploadKilobytesPerSecond: 256 })
    await sync.handlers.setUploadLimit({ uploadKilobytesPerSecond: null })
    expect(limits).toEqual([null, 256, null])
  })

  it('is online only after a round that was confirmed to its end', async () => {
    const { server, workspace, sync, statuses } = await setUp(SLOW)
    saveOperator(workspace, 'a', anOperator())
    expect(await sync.handlers.status()).toMatchObject({ connection: 'unknown', lastConfirmedAt: null })
    server.faults.push('log-in-page')
    await sync.run()
    expect(statuses.some(({ connection }) => connection === 'online')).toBe(false)
    await sync.run()
    const status = await sync.handlers.status()
    expect(status).toMatchObject({ connection: 'online', message: null })
    expect(status.lastConfirmedAt).not.toBeNull()
  })
})

describe('I18: whose changes go out', () => {
  const OTHER: Session = { ...SESSION, accountId: 'account-2', account: '139****0000' }

  it("never sends one user's changes once another is signed in, even in mid-queue", async () => {
    const { server, workspace, workspaces, current, sync, signedIn } = await setUp(SLOW)
    const theirs = workspaces.open('account-2', 'organisation-1')
    for (const id of ['a', 'b', 'c']) saveOperator(workspace, id, anOperator())
    saveOperator(theirs, 'd', anOperator())
    server.rejects = ({ recordId }) => {
      // The other user signs in while the first one's changes are at the server.
      if (recordId === 'a' && current.session === SESSION) {
        current.session = OTHER
        current.workspace = theirs
        signedIn.token = 'token-2'
        sync.sessionChanged()
      }
      return null
    }
    await sync.run()
    await expect.poll(() => theirs.counts().waiting).toBe(0)
    await sync.run()
    const sentByOther = server.authorised.filter(({ token }) => token === 'Bearer token-2')
    expect(sentByOther.length).toBeGreaterThan(0)
    expect(sentByOther.every(({ clientId }) => clientId !== workspace.clientId)).toBe(true)
    expect(workspace.counts().waiting).toBe(3)
    current.session = SESSION
    current.workspace = workspace
    signedIn.token = 'token'
    sync.sessionChanged()
    await expect.poll(() => workspace.counts().waiting).toBe(0)
    expect(server.applied.map(({ recordId }) => recordId).sort()).toEqual(['a', 'b', 'c', 'd'])
  })

  it('goes on after a status that could not be read (I10)', async () => {
    const { current, sync, server, workspace } = await setUp()
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    onTestFinished(() => void process.off('unhandledRejection', unhandled))
    const unreadable = {
      ...workspace,
      position: () => {
        throw new Error('disk I/O error')
      },
    }
    current.workspace = unreadable
    sync.sessionChanged()
    sync.refreshStatus()
    await expect(sync.run()).resolves.toBeUndefined()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(unhandled).not.toHaveBeenCalled()
    current.workspace = workspace
    saveOperator(workspace, 'a', anOperator())
    await expect.poll(() => server.applied.length, { timeout: 5000 }).toBe(1)
  })

  it("does not show one user's connection as the other's", async () => {
    const { current, workspaces, sync, server } = await setUp(SLOW)
    await sync.run()
    expect(await sync.handlers.status()).toMatchObject({ connection: 'online' })
    server.faults.push('refuse', 'refuse', 'refuse')
    current.session = OTHER
    current.workspace = workspaces.open('account-2', 'organisation-1')
    sync.sessionChanged()
    expect(await sync.handlers.status()).toMatchObject({ connection: 'unknown', lastConfirmedAt: null })
  })
})

function addLetter(workspace: LocalWorkspace, sha256: string): void {
  workspace.change('self-entry', null, {
    name: 'self-entry.submit',
    version: 1,
    recordId: 'self-entry-1',
    title: '提交入驻材料',
    set: { note: '补充承诺函' },
    blobs: [sha256],
  })
}
