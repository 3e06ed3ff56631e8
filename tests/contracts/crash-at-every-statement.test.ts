import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../electron/agent/storage/database.ts'
import type { LocalWorkspace } from '../../electron/agent/storage/local-workspace.ts'
import { createWorkspaces } from '../../electron/agent/storage/workspaces.ts'
import { mortalProcess } from '../support/mortal-process.ts'
import { testHost, type TestHost } from '../support/test-host.ts'
import { anOperator, saveOperator } from '../support/test-workspace.ts'

const NOW = new Date('2026-11-22T02:00:00.000Z')

async function openAt(host: TestHost): Promise<{ db: Database; workspace: LocalWorkspace }> {
  const db = await openDatabase(host)
  const workspaces = createWorkspaces({ db, now: () => NOW, onChanged: () => undefined })
  return { db, workspace: workspaces.open('account-1', 'organisation-1') }
}

function feedChange(id: string, changeSeq: number, level: 'one' | 'two') {
  return { type: 'operator', id, rev: changeSeq, changeSeq, body: { ...anOperator({ level }) } } as const
}

/** A disk with everything on it that an operation could get into disorder. */
async function preparedDisk(): Promise<TestHost> {
  const host = testHost()
  const { db, workspace } = await openAt(host)
  workspace.takePage('e', 2, [feedChange('a', 1, 'one'), feedChange('b', 2, 'one')])
  for (const id of ['a', 'b', 'c']) {
    saveOperator(workspace, id, anOperator({ level: 'three', certificateNumber: `No${id}` }))
  }
  workspace.takeResults('e', [
    { seq: 1, status: 'conflict', rev: 3, conflicts: ['level'] },
    { seq: 2, status: 'rejected', rev: 0, message: '不能修改' },
  ])
  for (const id of ['a', 'd']) {
    saveOperator(workspace, id, anOperator({ mobile: '13900000000', certificateNumber: `No${id}` }))
  }
  db.close()
  return host
}

function copyOf(host: TestHost): TestHost {
  const dataDir = mkdtempSync(join(tmpdir(), 'agent-'))
  cpSync(host.dataDir, dataDir, { recursive: true })
  const copy = testHost({ dataDir })
  for (const [name, secret] of host.keptSecrets) copy.keptSecrets.set(name, secret)
  return copy
}

/** Every row of what belongs together. */
async function contentOf(host: TestHost): Promise<string> {
  const { db } = await openAt(host)
  const tables = ['workspace', 'record', 'outbox', 'conflict'].map((table) =>
    db.prepare(`SELECT * FROM ${table} ORDER BY rowid`).all(),
  )
  db.close()
  return JSON.stringify(tables, null, 1)
}

const OPERATIONS: [string, (workspace: LocalWorkspace) => unknown][] = [
  [
    'a save of a new record',
    (workspace) => {
      saveOperator(workspace, 'new', anOperator())
    },
  ],
  [
    'a save over what was refused',
    (workspace) => {
      saveOperator(workspace, 'b', anOperator({ level: 'two' }))
    },
  ],
  [
    'taking answers of every kind',
    (workspace) => {
      workspace.takeResults('e', [
        { seq: 3, status: 'applied', rev: 4 },
        { seq: 4, status: 'conflict', rev: 5, conflicts: ['mobile'] },
        { seq: 5, status: 'rejected', rev: 0, message: '不能添加' },
      ])
    },
  ],
  [
    'taking a page under unsent edits',
    (workspace) => {
      const gone = { type: 'operator', id: 'b', rev: 12, changeSeq: 12, body: null } as const
      workspace.takePage('e', 13, [feedChange('a', 11, 'two'), gone, feedChange('z', 13, 'two')])
    },
  ],
  [
    'giving numbers anew',
    (workspace) => {
      workspace.renumber(2, 20)
    },
  ],
  [
    'starting over with a restored server',
    (workspace) => {
      workspace.startOver(2, 'e2')
    },
  ],
  [
    'beginning a snapshot',
    (workspace) => {
      workspace.beginSnapshot()
    },
  ],
  [
    'giving up what was refused',
    (workspace) => {
      workspace.discard(2)
    },
  ],
]

describe('a crash at any statement', () => {
  it.each(OPERATIONS)(
    'of %s leaves all of it or nothing (I1, I2)',
    { timeout: 60_000 },
    async (_name, work) => {
      const origin = await preparedDisk()
      const before = await contentOf(origin)
      const finished = copyOf(origin)
      const whole = await openAt(finished)
      work(whole.workspace)
      whole.db.close()
      const after = await contentOf(finished)
      expect(after).not.toBe(before)

      let crashes = 0
      for (let count = 1; ; count++) {
        const host = copyOf(origin)
        const life = mortalProcess(host.dataDir)
        const { workspace } = await openAt(host)
        life.arm({ moment: 'statement', count })
        let reported = true
        try {
          work(workspace)
        } catch {
          reported = false
        }
        const died = life.isDead()
        life.bury()
        const left = await contentOf(host)
        if (reported) expect(left).toBe(after)
        else expect([before, after]).toContain(left)
        if (!died) break
        crashes += 1
      }
      expect(crashes).toBeGreaterThan(2)
    },
  )
})
