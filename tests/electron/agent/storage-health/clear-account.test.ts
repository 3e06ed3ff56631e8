import type { Database } from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { createDraftRepository } from '../../../../electron/agent/drafts/draft-repository.ts'
import { clearAccount, unfinishedClearing } from '../../../../electron/agent/storage-health/clear-account.ts'
import { createMeta } from '../../../../electron/agent/storage/meta.ts'
import { createWorkspaces } from '../../../../electron/agent/storage/workspaces.ts'
import { anOperator, saveOperator, testWorkspace } from '../../../support/test-workspace.ts'

const LEAVING = 'account-leaving'
const STAYING = 'account-staying'
/** Of the workstation, not of anybody who works at it. */
const SHARED = ['label_printer', 'meta', 'schema_version', 'sqlite_sequence']

async function shared() {
  const { db, host } = await testWorkspace()
  const workspaces = createWorkspaces({ db, now: () => host.now(), onChanged: () => undefined })
  db.exec('DELETE FROM workspace; DELETE FROM session')
  db.prepare(
    "INSERT INTO label_printer (id, transport, maker, model, first_seen_at) VALUES ('printer', 'file', '', '', '')",
  ).run()
  for (const accountId of [LEAVING, STAYING]) work(db, workspaces, accountId)
  return db
}

/** A row of this account in every table that accounts write to. */
function work(db: Database, workspaces: ReturnType<typeof createWorkspaces>, accountId: string): void {
  const workspace = workspaces.open(accountId, 'organisation')
  saveOperator(workspace, `operator-${accountId}`, anOperator({ name: '林建国' }))
  const saved = { title: '', content: { of: accountId }, savedAt: '2026-11-23T00:00:00.000Z' }
  createDraftRepository(db).put(accountId, { form: 'project', subject: accountId }, saved)
  const run = (sql: string) => db.prepare(sql).run({ accountId, workspaceId: workspace.id })
  run("INSERT INTO session (account_id, mobile, body, signed_in_at) VALUES (@accountId, '', '', '')")
  run(`INSERT INTO discarded_draft VALUES ('discarded-' || @accountId, @accountId, '', '', '', '', '', '')`)
  run(`INSERT INTO attachment (workspace_id, sha256, size_bytes, media_type, purpose, state, added_at)
       VALUES (@workspaceId, @accountId, 1, '', 'letter', 'staged', '')`)
  run(`INSERT INTO conflict (workspace_id, record_type, record_id, field, seq, at_rev)
       VALUES (@workspaceId, 'operator', @accountId, 'name', 1, 1)`)
  run(`INSERT INTO record (workspace_id, type, id, base_rev, body)
       VALUES (@workspaceId, 'label', 'label-' || @accountId, 1, '{}')`)
  run(`INSERT INTO print_job (id, printer_id, title, label_id, copies, paper, state, created_at)
       VALUES ('job-' || @accountId, 'printer', '', 'label-' || @accountId, 1, '', 'sent', '')`)
  run("INSERT INTO recorded_print (job_id, recorded_at) VALUES ('job-' || @accountId, '')")
  run(`INSERT INTO print_order (job_id, label_id, kind, template, ordered_at)
       VALUES ('job-' || @accountId, 'label-' || @accountId, 'print', '{"fingerprint":"design-' || @accountId || '"}', '')`)
  run("INSERT INTO label_design VALUES ('design-' || @accountId, 1, '', '')")
  createMeta(db).set(`label-key-${String(workspace.id)}`, 'a key')
  createMeta(db).set(`list-views-${accountId}`, '{}')
}

const tablesOf = (db: Database) =>
  db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all()
const countsOf = (db: Database) =>
  Object.fromEntries(
    tablesOf(db)
      .filter((table) => !SHARED.includes(table))
      .map((table) => [table, Number(db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get())]),
  )

describe('clearAccount', () => {
  it('takes half of every table where two accounts have worked alike, so that a new table is not forgotten', async () => {
    const db = await shared()
    const before = countsOf(db)
    expect(Object.entries(before).filter(([, rows]) => rows === 0)).toEqual([])
    clearAccount(db, LEAVING)
    const halves = Object.fromEntries(Object.entries(before).map(([table, rows]) => [table, rows / 2]))
    expect(countsOf(db)).toEqual(halves)
    expect(unfinishedClearing(db)).toBe('account')
    expect(db.prepare('SELECT key FROM meta ORDER BY key').pluck().all()).toEqual(
      expect.arrayContaining([`list-views-${STAYING}`]),
    )
    expect(db.prepare("SELECT count(*) FROM meta WHERE key LIKE 'label-key-%'").pluck().get()).toBe(1)
  })

  it('says when the last one has gone', async () => {
    const db = await shared()
    clearAccount(db, LEAVING)
    clearAccount(db, STAYING)
    expect(unfinishedClearing(db)).toBe('everything')
    expect(Object.values(countsOf(db)).filter((rows) => rows > 0)).toEqual([])
  })

  it.each([
    [
      'work',
      "INSERT INTO workspace (account_id, organisation_id, client_id) VALUES ('nobody', '', 'client')",
    ],
    [
      'a draft',
      "INSERT INTO draft (scope, form, subject, id, title, content, saved_at) VALUES ('nobody', '', '', '', '', '', '')",
    ],
    ['a discarded draft', "INSERT INTO discarded_draft VALUES ('nobody', 'nobody', '', '', '', '', '', '')"],
  ])('leaves the database where %s of somebody without a session stands in it', async (_what, insert) => {
    const db = await shared()
    clearAccount(db, STAYING)
    db.exec(insert)
    clearAccount(db, LEAVING)
    expect(unfinishedClearing(db)).toBe('account')
  })
})
