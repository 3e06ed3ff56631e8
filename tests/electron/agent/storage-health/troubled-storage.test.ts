import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { agentContract } from '../../../../domain/contracts/agent-contract.ts'
import { createAgent } from '../../../../electron/agent/agent.ts'
import { damage, enterOperators, kept, withStorage } from '../../../support/damaged-storage.ts'
import { testHost, type TestHost } from '../../../support/test-host.ts'

const DRAFTS = { method: 'drafts.list', code: 'storage-damaged' }

async function workedWith(withBackup = true): Promise<TestHost> {
  const host = testHost()
  await withStorage(host, async (open) => {
    enterOperators(open, 1, 4)
    if (withBackup) await open.storage.backups.make(open.storage.file, open.key)
  })
  return host
}

async function agentOf(host: TestHost) {
  const agent = await createAgent(host)
  onTestFinished(() => agent.stop())
  return agent
}

describe('troubledHandlers', () => {
  it('answers a start with a wrong key, restores nothing that the key does not open, and begins anew with the old files kept', async () => {
    const host = await workedWith()
    host.keptSecrets.set('database-key', 'cd'.repeat(32))
    const agent = await agentOf(host)
    const trouble = await agent.call('storage.trouble', undefined)
    expect(trouble).toMatchObject({ ok: true, value: { kind: 'key-wrong', backups: [{}] } })
    expect(await agent.call(DRAFTS.method, undefined)).toMatchObject({ failure: { code: DRAFTS.code } })
    const [backup] = readdirSync(join(host.dataDir, 'backups'))
    const id = String(backup).replace('.db', '')
    expect(await agent.call('storage.restoreBackup', { id })).toMatchObject({
      failure: { code: 'storage-damaged' },
    })

    expect(await agent.call('storage.startAnew', undefined)).toMatchObject({ ok: true })
    expect(await agent.call('storage.trouble', undefined)).toEqual({ ok: true, value: null })
    expect(await agent.call(DRAFTS.method, undefined)).toMatchObject({ ok: true })
    expect(readdirSync(join(host.dataDir, 'aside'))).toHaveLength(2)
    expect(await agent.call('storage.startAnew', undefined)).toMatchObject({
      failure: { code: 'not-allowed' },
    })
  })

  it('makes a new key only when told to begin anew', async () => {
    const host = await workedWith()
    const key = host.keptSecrets.get('database-key')
    host.keptSecrets.clear()
    const agent = await agentOf(host)
    expect(await agent.call('storage.trouble', undefined)).toMatchObject({ value: { kind: 'key-missing' } })
    expect(host.keptSecrets.size).toBe(0)
    await agent.call('storage.startAnew', undefined)
    expect(host.keptSecrets.get('database-key')).not.toBe(key)
    expect(await agent.call(DRAFTS.method, undefined)).toMatchObject({ ok: true })
  })

  it('puts a chosen backup in the place of a database that a newer program has written', async () => {
    const host = await workedWith()
    await withStorage(host, ({ db }) => {
      db.prepare('INSERT INTO schema_version (number, name) VALUES (999, ?)').run('later')
    })
    const agent = await agentOf(host)
    expect(await agent.call('storage.trouble', undefined)).toMatchObject({ value: { kind: 'newer-version' } })
    expect(await agent.call(DRAFTS.method, undefined)).toMatchObject({ failure: { code: 'client-too-old' } })
    const [backup] = readdirSync(join(host.dataDir, 'backups'))
    const id = String(backup).replace('.db', '')
    expect(await agent.call('storage.restoreBackup', { id })).toMatchObject({ ok: true })
    expect(await agent.call(DRAFTS.method, undefined)).toMatchObject({ ok: true })
    await agent.stop()
    expect((await withStorage(host, kept)).changes.size).toBe(4)
  })

  it('refuses every method but those that mend', async () => {
    const host = await workedWith(false)
    writeFileSync(join(host.dataDir, 'workstation.db'), Buffer.alloc(40_960, 3))
    const agent = await agentOf(host)
    for (const [capability, verbs] of Object.entries(agentContract)) {
      for (const verb of Object.keys(verbs)) {
        if (capability === 'storage' && ['trouble', 'restoreBackup', 'startAnew'].includes(verb)) continue
        const answer = await agent.call(`${capability}.${verb}`, undefined)
        expect(answer.ok, `${capability}.${verb}`).toBe(false)
      }
    }
    expect(existsSync(join(host.dataDir, 'aside'))).toBe(false)
  })

  it('tells after a mended start what was saved', async () => {
    const host = await workedWith()
    damage(host.dataDir, 100)
    const agent = await agentOf(host)
    expect(await agent.call('storage.trouble', undefined)).toEqual({ ok: true, value: null })
    const health = await agent.call('storage.health', undefined)
    expect(health).toMatchObject({
      ok: true,
      value: { repair: { savedChanges: 0, savedDrafts: 0 }, unsent: { changes: 4, drafts: 4, files: 0 } },
    })
    const copied = await agent.call('storage.backUpNow', undefined)
    expect(copied).toMatchObject({ ok: true, value: { backups: [{}, {}] } })
  })

  it('takes the newest backup by itself when the database is gone', async () => {
    const host = await workedWith()
    rmSync(join(host.dataDir, 'workstation.db'))
    const agent = await agentOf(host)
    expect(await agent.call('storage.health', undefined)).toMatchObject({ value: { unsent: { changes: 4 } } })
  })
})
