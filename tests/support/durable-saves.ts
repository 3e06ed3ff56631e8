/** Run by tests/contracts/durable-save.test.ts under strace: saves `count` drafts and as many records with their outgoing change, one after the other. */
import { createDraftRepository } from '../../electron/agent/drafts/draft-repository.ts'
import { openDatabase } from '../../electron/agent/storage/database.ts'
import { createWorkspaces } from '../../electron/agent/storage/workspaces.ts'

const [dataDir = '', count = '0'] = process.argv.slice(2)
const secrets = new Map([['database-key', 'ab'.repeat(32)]])
const db = await openDatabase({
  dataDir,
  secrets: {
    read: (name) => Promise.resolve(secrets.get(name) ?? null),
    write: (name, value) => Promise.resolve(void secrets.set(name, value)),
    delete: (name) => Promise.resolve(void secrets.delete(name)),
  },
})
const now = () => new Date('2026-11-22T02:00:00.000Z')
const workspace = createWorkspaces({ db, now, onChanged: () => undefined }).open('account', 'organisation')
const drafts = createDraftRepository(db)
for (let index = 0; index < Number(count); index++) {
  const text = `第 ${index} 次保存`
  drafts.put(
    'account',
    { form: 'operator', subject: 'new' },
    { title: text, content: { name: text }, savedAt: now().toISOString() },
  )
  const body = {
    name: text,
    mobile: '13900000000',
    idNumber: '11010519491231002X',
    certificateNumber: `No${index}`,
    level: 'four',
    direction: 'maintenance',
    sex: '男',
    listedElsewhere: false,
    removedAt: null,
  } as const
  workspace.change('operator', body, {
    name: 'operator.save',
    version: 1,
    recordId: `record-${String(index).padStart(4, '0')}`,
    title: '添加操作员',
    set: { ...body },
    fieldwise: true,
  })
}
// The end is a kill, as a power cut would be: closing would sync once more and prove nothing.
process.kill(process.pid, 'SIGKILL')
