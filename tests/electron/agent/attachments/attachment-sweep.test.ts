import { randomBytes } from 'node:crypto'
import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createAttachmentRepository } from '../../../../electron/agent/attachments/attachment-repository.ts'
import { sweepAttachments } from '../../../../electron/agent/attachments/attachment-sweep.ts'
import { createNamingRepository } from '../../../../electron/agent/attachments/naming-repository.ts'
import { createVault } from '../../../../electron/agent/attachments/vault.ts'
import { createDraftRepository } from '../../../../electron/agent/drafts/draft-repository.ts'
import { testWorkspace } from '../../../support/test-workspace.ts'
import { nameFiles } from '../../../support/uploading-workstation.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const START = new Date()

async function setUp() {
  const made = await testWorkspace()
  const directory = join(made.host.dataDir, 'files')
  const vault = createVault(directory, randomBytes(32))
  const naming = createNamingRepository(made.db)
  const attachments = createAttachmentRepository(made.db)
  const keep = async (withRow = true) => {
    const sha256 = await vault.keep(randomBytes(40))
    const facts = {
      sha256,
      sizeBytes: 40,
      mediaType: 'image/png',
      purpose: 'letter',
      pageCount: null,
    } as const
    if (withRow) attachments.add(made.workspace.id, facts, START.toISOString())
    // Kept long before; what decides is when it was last named.
    const longAgo = new Date(START.getTime() - 100 * DAY_MS)
    utimesSync(join(directory, sha256.slice(0, 2), sha256), longAgo, longAgo)
    return sha256
  }
  const sweepOn = (day: number) => sweepAttachments(naming, vault, new Date(START.getTime() + day * DAY_MS))
  const left = () =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.length > 64)
      .map((name) => name.slice(3))
      .sort()
  return { ...made, vault, attachments, keep, sweepOn, left }
}

describe('sweepAttachments', () => {
  it('lets go of what nobody has named for thirty days, and of files without a row', async () => {
    const { keep, sweepOn, left, attachments, workspace } = await setUp()
    const unnamed = await keep()
    await keep(false)
    await sweepOn(0)
    expect(left()).toEqual([unnamed])
    await sweepOn(29)
    expect(attachments.find(workspace.id, unnamed)).not.toBeNull()
    await sweepOn(31)
    expect(left()).toEqual([])
    expect(attachments.find(workspace.id, unnamed)).toBeNull()
  })

  it('never lets go of what a draft, a change in any state or a record names', async () => {
    const { db, keep, sweepOn, left, workspace } = await setUp()
    const [inDraft, pending, parked, discarded, inRecord, inConflict] = [
      await keep(),
      await keep(),
      await keep(),
      await keep(),
      await keep(),
      await keep(),
    ]
    createDraftRepository(db).put(
      'account-1',
      { form: 'operator', subject: 'new' },
      { title: '', content: { pictures: [inDraft] }, savedAt: START.toISOString() },
    )
    nameFiles(workspace, 'a', [pending])
    nameFiles(workspace, 'b', [parked])
    nameFiles(workspace, 'c', [discarded])
    db.prepare("UPDATE outbox SET state = 'parked' WHERE record_id = 'b'").run()
    db.prepare("UPDATE outbox SET state = 'discarded' WHERE record_id = 'c'").run()
    db.prepare("UPDATE record SET base_body = json_object('picture', ?) WHERE id = 'a'").run(inRecord)
    db.prepare(
      `INSERT INTO conflict (workspace_id, record_type, record_id, field, seq, mine, at_rev)
       VALUES (?, 'operator', 'a', 'picture', 1, json_quote(?), 1)`,
    ).run(workspace.id, inConflict)
    for (const day of [0, 31, 62, 400]) await sweepOn(day)
    expect(left()).toEqual([inDraft, pending, parked, discarded, inRecord, inConflict].sort())
  })

  it('counts the thirty days anew for a file that was named again in between', async () => {
    const { db, keep, sweepOn, left, workspace } = await setUp()
    const sha256 = await keep()
    await sweepOn(0)
    nameFiles(workspace, 'a', [sha256])
    await sweepOn(20)
    db.prepare('DELETE FROM outbox').run()
    await sweepOn(40)
    await sweepOn(60)
    expect(left()).toEqual([sha256])
    await sweepOn(71)
    expect(left()).toEqual([])
  })

  it('keeps a file for one account that another no longer names', async () => {
    const { keep, sweepOn, left, workspaces, attachments, workspace } = await setUp()
    const sha256 = await keep()
    const other = workspaces.open('account-2', 'organisation-1')
    const facts = {
      sha256,
      sizeBytes: 40,
      mediaType: 'image/png',
      purpose: 'letter',
      pageCount: null,
    } as const
    attachments.add(other.id, facts, START.toISOString())
    nameFiles(other, 'a', [sha256])
    await sweepOn(0)
    await sweepOn(31)
    expect(left()).toEqual([sha256])
    expect(attachments.find(workspace.id, sha256)).not.toBeNull()
  })
})
