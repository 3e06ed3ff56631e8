import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createServerClient } from '../../../../electron/agent/server/server-client.ts'
import type { LocalWorkspace } from '../../../../electron/agent/storage/local-workspace.ts'
import { exchange, type Uploads } from '../../../../electron/agent/sync/exchange.ts'
import { createNewsListener } from '../../../../electron/agent/sync/news-listener.ts'
import { createSyncLoop } from '../../../../electron/agent/sync/sync-loop.ts'
import { FailureError } from '../../../../domain/contracts/failure.ts'
import { type Fault, type SmallSyncServer, startSmallSyncServer } from '../../../support/small-sync-server.ts'
import { testHost } from '../../../support/test-host.ts'
import { anOperator, saveOperator, testWorkspace } from '../../../support/test-workspace.ts'

const NO_UPLOADS: Uploads = {
  uploadWanted: () => Promise.resolve(),
  isSettled: () => true,
  progress: () => ({ files: 0, sentBytes: 0, totalBytes: 0 }),
}

function exchanging(server: SmallSyncServer, workspace: LocalWorkspace, uploads = NO_UPLOADS) {
  const { http } = createServerClient({
    serverUrl: server.url,
    now: () => new Date(),
    token: () => 'token',
    onTokenRefused: () => undefined,
  })
  return () => exchange({ workspace, http, uploads, signal: new AbortController().signal })
}

async function setUp() {
  const server = await startSmallSyncServer()
  const { workspace, db } = await testWorkspace()
  return { server, workspace, db, run: exchanging(server, workspace) }
}

describe('exchange', () => {
  it('sends what waits and reads it back', async () => {
    const { server, workspace, run } = await setUp()
    saveOperator(workspace, 'a', anOperator())
    saveOperator(workspace, 'a', anOperator({ level: 'two' }))
    await run()
    expect(server.applied.map(({ seq }) => seq)).toEqual([1, 2])
    expect(workspace.get('operator', 'a')).toMatchObject({
      syncState: 'synced',
      baseRev: 2,
      body: { level: 'two' },
    })
    expect(workspace.position()).toMatchObject({ epoch: 'epoch-1', cursor: 2 })
    expect(workspace.position().lastConfirmedAt).not.toBeNull()
  })

  it('applies a mutation once when its answer is lost', async () => {
    const { server, workspace, run } = await setUp()
    saveOperator(workspace, 'a', anOperator())
    server.faults.push('lose-answer')
    await expect(run()).rejects.toMatchObject({ failure: { code: 'server-unreachable' } })
    expect(workspace.counts().waiting).toBe(1)
    await run()
    expect(server.applied).toHaveLength(1)
    expect(workspace.counts().waiting).toBe(0)
  })

  it.each<[Fault, string]>([
    ['log-in-page', 'server-answer-unusable'],
    ['redirect', 'server-answer-unusable'],
    ['server-error', 'server-unreachable'],
    ['signed-out', 'not-signed-in'],
    ['refuse', 'server-unreachable'],
  ])('takes %s for a failure and sends everything later', async (fault, code) => {
    const { server, workspace, run } = await setUp()
    saveOperator(workspace, 'a', anOperator())
    server.faults.push(fault)
    await expect(run()).rejects.toMatchObject({ failure: { code } })
    expect(workspace.counts().waiting).toBe(1)
    await run()
    expect(server.applied).toHaveLength(1)
  })

  it('parks a rejected mutation with its reason and goes on behind it', async () => {
    const { server, workspace, run } = await setUp()
    server.rejects = ({ recordId }) => (recordId === 'b' ? '本机构已录入这个身份证号的操作员' : null)
    for (const id of ['a', 'b', 'c'])
      saveOperator(workspace, id, anOperator({ certificateNumber: `No${id}` }))
    await run()
    expect(server.applied.map(({ recordId }) => recordId)).toEqual(['a', 'c'])
    expect(workspace.get('operator', 'b')).toMatchObject({
      syncState: 'refused',
      refusal: '本机构已录入这个身份证号的操作员',
      body: { certificateNumber: 'Nob' },
    })
    expect(workspace.counts()).toEqual({ waiting: 0, refused: 1, conflicts: 0 })
  })

  it('asks for files again in the same round when the server turns out to be restored (I10, I13)', async () => {
    const server = await startSmallSyncServer()
    const { workspace } = await testWorkspace()
    let verifiedIn: string | null = null
    const run = exchanging(server, workspace, {
      ...NO_UPLOADS,
      isSettled: () => verifiedIn !== null && verifiedIn === workspace.position().epoch,
      uploadWanted: () => Promise.resolve(void (verifiedIn = workspace.position().epoch)),
    })
    saveOperator(workspace, 'a', anOperator())
    await run()
    server.restoreTo(1)
    // A file chosen since then.
    verifiedIn = null
    workspace.change('operator', anOperator({ level: 'one' }), {
      name: 'operator.save',
      version: 1,
      recordId: 'a',
      title: '修改操作员',
      set: { level: 'one' },
      blobs: ['a'.repeat(64)],
      fieldwise: true,
    })
    await run()
    expect(workspace.counts().waiting).toBe(0)
    expect(server.applied.at(-1)).toMatchObject({ recordId: 'a', set: { level: 'one' } })
  })

  it('offers again what a restored server has lost', async () => {
    const { server, workspace, run } = await setUp()
    for (const id of ['a', 'b', 'c']) {
      saveOperator(workspace, id, anOperator({ certificateNumber: `No${id}` }))
      await run()
    }
    server.restoreTo(1)
    await run()
    expect(server.applied.map(({ recordId }) => recordId)).toEqual(['a', 'b', 'c'])
    expect(workspace.list('operator').map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(workspace.position().epoch).toBe('epoch-2')
    expect(workspace.counts().waiting).toBe(0)
  })

  it('fills a gap that the server reports', async () => {
    const { server, workspace, db, run } = await setUp()
    for (const id of ['a', 'b']) saveOperator(workspace, id, anOperator({ certificateNumber: `No${id}` }))
    db.prepare("UPDATE outbox SET state = 'acked', result_rev = 1 WHERE seq = 1").run()
    await run()
    expect(server.applied.map(({ seq }) => seq)).toEqual([1, 2])
  })

  it('merges what another workstation changed in other fields', async () => {
    const { server, workspace, run } = await setUp()
    saveOperator(workspace, 'a', anOperator())
    await run()
    server.put('a', { mobile: '13900000000' })
    saveOperator(workspace, 'a', anOperator({ level: 'one' }))
    await run()
    expect(workspace.get('operator', 'a')).toMatchObject({
      syncState: 'synced',
      body: { mobile: '13900000000', level: 'one' },
    })
  })

  it('shows both sides of a change to the same field as a conflict', async () => {
    const { server, workspace, run } = await setUp()
    saveOperator(workspace, 'a', anOperator())
    await run()
    server.put('a', { level: 'one' })
    saveOperator(workspace, 'a', anOperator({ level: 'two' }))
    await run()
    expect(workspace.get('operator', 'a')).toMatchObject({ syncState: 'conflict', body: { level: 'one' } })
    expect(workspace.counts().conflicts).toBe(1)
  })

  it('holds back only what names a file that has not arrived, and still reads the feed', async () => {
    const { server, workspace } = await setUp()
    saveOperator(workspace, 'a', anOperator())
    const sha256 = 'f'.repeat(64)
    const set = { letterSha256: sha256, changeNote: '' }
    const submission = {
      name: 'self-entry.submit',
      version: 1,
      recordId: 'organisation-1',
      title: '提交',
      set,
    } as const
    workspace.change('self-entry', null, { ...submission, blobs: [sha256] })
    const stuck: Uploads = {
      ...NO_UPLOADS,
      isSettled: () => false,
      uploadWanted: () => Promise.reject(new FailureError('server-unreachable')),
    }
    await expect(exchanging(server, workspace, stuck)()).rejects.toMatchObject({
      failure: { code: 'server-unreachable' },
    })
    expect(server.applied.map(({ name }) => name)).toEqual(['operator.save'])
    expect(workspace.get('operator', 'a')?.syncState).toBe('synced')
    server.rejects = () => '略'
    await exchanging(server, workspace)()
    expect(workspace.counts()).toMatchObject({ waiting: 0, refused: 1 })
  })

  it('reads a feed of several pages', async () => {
    const { server, workspace, run } = await setUp()
    for (let number = 0; number < 1100; number++) server.put(`operator-${number}`, { ...anOperator() })
    await run()
    expect(workspace.list('operator')).toHaveLength(1100)
    expect(server.requests.filter((request) => request === 'GET /sync/1/pull')).toHaveLength(6)
  })

  it('takes no page that it cannot read whole', async () => {
    const { server, workspace, run } = await setUp()
    server.put('a', { ...anOperator() })
    server.put('b', { name: '字段不全' })
    await expect(run()).rejects.toMatchObject({ failure: { code: 'client-too-old' } })
    expect(workspace.position().cursor).toBe(0)
    expect(workspace.list('operator')).toEqual([])
  })

  it('pulls as soon as the server tells of news', async () => {
    const { server, workspace, run } = await setUp()
    await run()
    const { http } = createServerClient({
      serverUrl: server.url,
      now: () => new Date(),
      token: () => 'token',
      onTokenRefused: () => undefined,
    })
    const loop = createSyncLoop(() => run().then(() => true))
    const listener = createNewsListener(http, { news: loop.poke, ended: () => undefined })
    onTestFinished(async () => {
      listener.stop()
      await loop.stop()
    })
    listener.listen()
    await vi.waitFor(() => {
      expect(server.requests).toContain('GET /sync/1/events')
    })
    server.put('theirs', { ...anOperator() })
    server.tellNews()
    await vi.waitFor(() => {
      expect(workspace.get('operator', 'theirs')).not.toBeNull()
    })
  })

  it(
    'loses nothing acknowledged to a server that goes back to backups (I13)',
    { timeout: 60_000 },
    async () => {
      const step = fc.oneof(
        fc.record({ kind: fc.constant('save' as const), id: fc.constantFrom('a', 'b', 'c', 'd') }),
        fc.record({
          kind: fc.constant('run' as const),
          fault: fc.option(fc.constantFrom<Fault>('lose-answer', 'refuse', 'server-error')),
        }),
        fc.record({ kind: fc.constant('restore' as const), upTo: fc.nat({ max: 6 }) }),
      )
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
          const server = await startSmallSyncServer()
          const { workspace } = await testWorkspace(testHost())
          const run = exchanging(server, workspace)
          const saved = new Map<string, string>()
          let count = 0
          for (const action of steps) {
            if (action.kind === 'restore') server.restoreTo(action.upTo)
            else if (action.kind === 'save') {
              const mobile = `139${String(10_000_000 + ++count)}`
              saveOperator(workspace, action.id, anOperator({ mobile, certificateNumber: `No${action.id}` }))
              saved.set(action.id, mobile)
            } else {
              if (action.fault) server.faults.push(action.fault)
              await run().catch(() => undefined)
            }
          }
          server.faults.length = 0
          await run()
          const fresh = await testWorkspace(testHost())
          await exchanging(server, fresh.workspace)()
          const mobiles = (from: LocalWorkspace) =>
            Object.fromEntries(from.list('operator').map(({ id, body }) => [id, body.mobile]))
          expect(workspace.counts()).toEqual({ waiting: 0, refused: 0, conflicts: 0 })
          expect(mobiles(fresh.workspace)).toEqual(Object.fromEntries(saved))
          expect(mobiles(workspace)).toEqual(Object.fromEntries(saved))
        }),
        { numRuns: 15 },
      )
    },
  )

  it('ends equal with the server whatever goes wrong on the way', { timeout: 60_000 }, async () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('save' as const),
        id: fc.constantFrom('a', 'b'),
        level: fc.constantFrom('one', 'two', 'three', 'four', 'five'),
      }),
      fc.record({
        kind: fc.constant('theirs' as const),
        mobile: fc.constantFrom('13900000001', '13900000002'),
      }),
      fc.record({
        kind: fc.constant('run' as const),
        fault: fc.option(fc.constantFrom<Fault>('lose-answer', 'refuse', 'log-in-page', 'server-error')),
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        const server = await startSmallSyncServer()
        const { workspace } = await testWorkspace(testHost())
        const run = exchanging(server, workspace)
        for (const action of steps) {
          if (action.kind === 'theirs') server.put('a', { ...anOperator(), mobile: action.mobile })
          else if (action.kind === 'save') {
            const body = workspace.get('operator', action.id)?.body ?? anOperator()
            saveOperator(workspace, action.id, { ...body, level: action.level })
            expect(workspace.get('operator', action.id)?.body.level).toBe(action.level)
          } else {
            if (action.fault) server.faults.push(action.fault)
            await run().catch(() => undefined)
          }
        }
        server.faults.length = 0
        await run()
        expect(workspace.counts().waiting).toBe(0)
        expect(new Set(server.applied.map(({ seq }) => seq)).size).toBe(server.applied.length)
        const fresh = await testWorkspace(testHost())
        await exchanging(server, fresh.workspace)()
        expect(bodies(workspace)).toEqual(bodies(fresh.workspace))
      }),
      { numRuns: 15 },
    )
  })
})

function bodies(workspace: LocalWorkspace) {
  return Object.fromEntries(workspace.list('operator').map(({ id, body }) => [id, body]))
}
