import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDraftRepository } from '../../../../electron/agent/drafts/draft-repository.ts'
import { createAttachmentRepository } from '../../../../electron/agent/attachments/attachment-repository.ts'
import { createVault } from '../../../../electron/agent/attachments/vault.ts'
import { openStorage } from '../../../../electron/agent/storage-health/open-storage.ts'
import { createStorage } from '../../../../electron/agent/storage-health/storage.ts'
import { createTransfers, type Transfers } from '../../../../electron/agent/storage-health/transfers.ts'
import type { LocalWorkspace } from '../../../../electron/agent/storage/local-workspace.ts'
import { createWorkspaces } from '../../../../electron/agent/storage/workspaces.ts'
import { OWNER } from '../../../support/damaged-storage.ts'
import { testHost } from '../../../support/test-host.ts'
import { anOperator, saveOperator } from '../../../support/test-workspace.ts'

const PASSWORD = '十个字符以上的口令啊'
const SCAN = Buffer.alloc(3_000_000, '一份扫描件')

/** A workstation with what carrying needs. */
async function workstation(owner = OWNER) {
  const host = testHost()
  const storage = createStorage(host)
  const { db } = await openStorage(storage, host.log)
  onTestFinished(() => void db.close())
  const workspaces = createWorkspaces({ db, now: () => host.now(), onChanged: () => undefined })
  const workspace: LocalWorkspace = workspaces.open(owner.accountId, owner.organisationId)
  const vault = createVault(join(host.dataDir, 'files'), Buffer.alloc(32, 5))
  const attachments = createAttachmentRepository(db)
  const drafts = createDraftRepository(db)
  const transfers = createTransfers({
    storage,
    db,
    vault,
    ownerOrNull: () => ({ ...owner, workspace }),
    onImported: () => undefined,
  })
  return { host, db, workspace, vault, attachments, drafts, ...transfers.handlers }
}
type Workstation = Awaited<ReturnType<typeof workstation>>

async function enterSomething({ workspace, drafts, vault, attachments }: Workstation): Promise<string> {
  const sha256 = await vault.keep(SCAN)
  attachments.add(
    workspace.id,
    { sha256, sizeBytes: SCAN.length, mediaType: 'application/pdf', purpose: 'letter', pageCount: 1 },
    new Date().toISOString(),
  )
  saveOperator(workspace, 'operator-1', anOperator({ name: '林建国' }))
  saveOperator(workspace, 'operator-1', anOperator({ name: '林建民' }))
  const savedAt = new Date().toISOString()
  drafts.put(
    OWNER.accountId,
    { form: 'project', subject: 'new' },
    { title: '执业项目', content: { name: '大厦' }, savedAt },
  )
  return sha256
}

async function exported(from: Pick<Transfers['handlers'], 'beginExport' | 'readExport'>): Promise<Buffer> {
  const { transferId, sizeBytes } = await from.beginExport({ password: PASSWORD })
  const parts: Buffer[] = []
  for (let offset = 0; offset < sizeBytes;) {
    const { dataBase64 } = await from.readExport({ transferId, offset })
    const part = Buffer.from(dataBase64, 'base64')
    parts.push(part)
    offset += part.length
  }
  return Buffer.concat(parts)
}

async function imported(to: Workstation, bytes: Buffer, password = PASSWORD) {
  const { transferId } = await to.beginImport({ sizeBytes: bytes.length })
  for (let offset = 0; offset < bytes.length; offset += 500_000) {
    const dataBase64 = bytes.subarray(offset, offset + 500_000).toString('base64')
    await to.appendImport({ transferId, offset, dataBase64 })
  }
  return to.finishImport({ transferId, password })
}

const rowsOf = ({ db }: Workstation) =>
  db.prepare('SELECT seq, origin_client, origin_seq, state FROM outbox ORDER BY seq').all()

describe('createTransfers', () => {
  it('carries changes, drafts and files to another workstation of the same account', async () => {
    const [from, to] = [await workstation(), await workstation()]
    const sha256 = await enterSomething(from)
    saveOperator(to.workspace, 'operator-9', anOperator({ name: '早先' }))
    const taken = await imported(to, await exported(from))
    expect(taken.added).toEqual({ changes: 2, drafts: 1, files: 1 })
    expect(rowsOf(to).slice(1)).toEqual([
      { seq: 2, origin_client: from.workspace.clientId, origin_seq: 1, state: 'pending' },
      { seq: 3, origin_client: from.workspace.clientId, origin_seq: 2, state: 'pending' },
    ])
    expect(to.workspace.get('operator', 'operator-1')?.body.name).toBe('林建民')
    expect(to.drafts.find(OWNER.accountId, { form: 'project', subject: 'new' })?.content).toEqual({
      name: '大厦',
    })
    const file = await to.vault.read(sha256, 0, SCAN.length)
    expect(file?.bytes.equals(SCAN)).toBe(true)
    saveOperator(to.workspace, 'operator-2', anOperator())
    expect(rowsOf(to).at(-1)).toMatchObject({ seq: 4 })
  })

  it('adds nothing a second time, nor on the workstation it came from, nor by way of a third', async () => {
    const [from, to, third] = [await workstation(), await workstation(), await workstation()]
    await enterSomething(from)
    const bytes = await exported(from)
    await imported(to, bytes)
    const nothing = { changes: 0, drafts: 0, files: 0 }
    for (const again of [to, from]) {
      const before = rowsOf(again)
      expect((await imported(again, bytes)).added).toEqual(nothing)
      expect(rowsOf(again)).toEqual(before)
    }
    await imported(third, await exported(to))
    expect((await imported(third, bytes)).added).toEqual(nothing)
  })

  it('keeps a draft that says something else, and the carried one beside it once', async () => {
    const [from, to] = [await workstation(), await workstation()]
    await enterSomething(from)
    const savedAt = new Date().toISOString()
    to.drafts.put(
      OWNER.accountId,
      { form: 'project', subject: 'new' },
      { title: '执业项目', content: { name: '别的' }, savedAt },
    )
    const bytes = await exported(from)
    await imported(to, bytes)
    await imported(to, bytes)
    const contents = to.drafts
      .list(OWNER.accountId)
      .map(({ subject, content }) => [subject === 'new', content['name']])
    expect(contents).toHaveLength(2)
    expect(contents).toEqual(
      expect.arrayContaining([
        [true, '别的'],
        [false, '大厦'],
      ]),
    )
  })

  it('says what is wrong with the password, the file or its owner, and changes nothing', async () => {
    const [from, to] = [await workstation(), await workstation()]
    const stranger = await workstation({ accountId: 'account-2', organisationId: 'organisation-1' })
    await enterSomething(from)
    const bytes = await exported(from)
    const flipped = Buffer.from(bytes)
    flipped[bytes.length - 40] = (flipped[bytes.length - 40] ?? 0) ^ 1
    const piece = 1024 * 1024 + 16
    const header = bytes.length - (bytes.length - 39)
    const withoutSecondPiece = Buffer.concat([
      bytes.subarray(0, header + piece),
      bytes.subarray(header + 2 * piece),
    ])
    await expect(imported(to, bytes, '十个字符以上的口令吗')).rejects.toMatchObject({
      failure: { code: 'proof-rejected' },
    })
    for (const wrong of [
      bytes.subarray(0, -1),
      bytes.subarray(0, 39),
      flipped,
      withoutSecondPiece,
      bytes.subarray(0, 20),
      Buffer.alloc(5000, 1),
    ]) {
      await expect(imported(to, wrong)).rejects.toMatchObject({ failure: { code: 'invalid-input' } })
    }
    await expect(imported(stranger, bytes)).rejects.toMatchObject({ failure: { code: 'not-allowed' } })
    for (const untouched of [to, stranger]) {
      expect(rowsOf(untouched)).toEqual([])
      expect(untouched.drafts.list(OWNER.accountId)).toEqual([])
    }
  })

  it('lets nothing plain touch the disk and names nobody', async () => {
    const from = await workstation()
    await enterSomething(from)
    const { transferId, name, contents } = await from.beginExport({ password: PASSWORD })
    expect(name).toMatch(/^未同步内容-\d{8}\.fsx$/)
    expect(contents).toEqual({ changes: 2, drafts: 1, files: 1 })
    const folder = join(from.host.dataDir, 'transfers')
    expect(readdirSync(folder)).toEqual([transferId])
    const onDisk = readFileSync(join(folder, transferId))
    for (const text of ['林建国', '一份扫描件', 'operator', 'account-1'])
      expect(onDisk.includes(text)).toBe(false)
  })

  it('carries a file that only an earlier life of the server has verified (I13)', async () => {
    const [from, to] = [await workstation(), await workstation()]
    const sha256 = await enterSomething(from)
    from.workspace.takeResults('epoch-1', [])
    from.attachments.setUpload(from.workspace.id, sha256, { state: 'verified' })
    from.workspace.startOver(1, 'epoch-2')
    from.db.prepare('UPDATE outbox SET blobs = ? WHERE seq = 1').run(JSON.stringify([sha256]))
    expect((await imported(to, await exported(from))).added).toEqual({ changes: 2, drafts: 1, files: 1 })
    from.attachments.setUpload(from.workspace.id, sha256, { state: 'verified' })
    const { transferId, contents } = await from.beginExport({ password: PASSWORD })
    expect([typeof transferId, contents.files]).toEqual(['string', 0])
  })

  it('sends a file that was kept here already when a change that comes in names it (I10)', async () => {
    const [from, to] = [await workstation(), await workstation()]
    const sha256 = await enterSomething(from)
    await enterSomething(to)
    from.db.prepare('UPDATE outbox SET blobs = ? WHERE seq = 1').run(JSON.stringify([sha256]))
    expect(to.attachments.toUpload(to.workspace.id)).toEqual([])
    await imported(to, await exported(from))
    expect(to.attachments.toUpload(to.workspace.id).map((file) => file.sha256)).toEqual([sha256])
  })

  it('carries what a refused change holds, so that it can be offered again', async () => {
    const [from, to] = [await workstation(), await workstation()]
    saveOperator(from.workspace, 'operator-1', anOperator())
    from.workspace.takeResults('epoch', [{ seq: 1, status: 'rejected', rev: 0, message: '证书号已有人使用' }])
    const taken = await imported(to, await exported(from))
    expect(taken.added.changes).toBe(1)
    expect(to.workspace.get('operator', 'operator-1')?.syncState).toBe('waiting')
  })
})
