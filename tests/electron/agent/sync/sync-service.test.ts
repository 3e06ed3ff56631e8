import { describe, expect, it, onTestFinished } from 'vitest'
import type { Session } from '../../../../domain/accounts/accounts-contract.ts'
import type { SyncStatus } from '../../../../domain/sync/sync-contract.ts'
import { createServerClient } from '../../../../electron/agent/server/server-client.ts'
import { createSyncService } from '../../../../electron/agent/sync/sync-service.ts'
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
  const { workspace, host } = await testWorkspace()
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
      isSettled: () => true,
      progress: () => ({ files: 0, sentBytes: 0, totalBytes: 0 }),
    },
    session: () => SESSION,
    hasToken: () => signedIn.token !== null,
    confirmSession: () => Promise.resolve(),
    workspace: () => workspace,
    afterExchange: () => Promise.resolve(),
    onStatus: (status) => void statuses.push(status),
    log: host.log,
    timings,
  })
  onTestFinished(() => sync.stop())
  return { server, workspace, sync, statuses, signedIn }
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
})
