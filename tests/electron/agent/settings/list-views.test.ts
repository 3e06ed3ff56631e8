import { describe, expect, it } from 'vitest'
import { FailureError } from '../../../../domain/contracts/failure.ts'
import { LIST_VIEWS_MAX } from '../../../../domain/settings/list-view.ts'
import { createListViews } from '../../../../electron/agent/settings/list-views.ts'
import { createMeta } from '../../../../electron/agent/storage/meta.ts'
import { testWorkspace } from '../../../support/test-workspace.ts'

const CONTENT = {
  filter: { level: 'four', text: '' },
  sort: { key: 'name', descending: true },
  columns: null,
}
const NEW = { list: 'operators', id: null, content: CONTENT }

async function setUp() {
  const { db } = await testWorkspace()
  const account = { id: 'account-1' as string | null }
  return { account, ...createListViews({ meta: createMeta(db), accountId: () => account.id }) }
}

describe('createListViews', () => {
  it('keeps a view under its name, for this list and this account alone', async () => {
    const { account, listViews, saveListView } = await setUp()
    const [saved] = await saveListView({ ...NEW, name: ' 四级 ' })
    expect(saved).toMatchObject({ name: '四级', content: CONTENT })
    expect(await listViews({ list: 'operators' })).toEqual([saved])
    expect(await listViews({ list: 'projects' })).toEqual([])
    account.id = 'account-2'
    expect(await listViews({ list: 'operators' })).toEqual([])
    account.id = null
    expect(() => listViews({ list: 'operators' })).toThrow()
  })

  it('renames and replaces a view where it stands, and deletes it', async () => {
    const { saveListView, removeListView } = await setUp()
    await saveListView({ ...NEW, name: '甲' })
    const [first, second] = await saveListView({ ...NEW, name: '乙' })
    const content = { ...CONTENT, filter: { level: 'three' } }
    const renamed = await saveListView({ ...NEW, id: first?.id ?? '', name: '丙', content })
    expect(renamed).toEqual([{ id: first?.id, name: '丙', content }, second])
    expect(await removeListView({ list: 'operators', id: first?.id ?? '' })).toEqual([second])
  })

  it('refuses a name that stands already, an empty one, and one too many', async () => {
    const { saveListView } = await setUp()
    await saveListView({ ...NEW, name: '视图 0' })
    expect(problemOf(() => saveListView({ ...NEW, name: '视图 0' }))).toBe(
      '已有名为“视图 0”的视图，请换一个名称',
    )
    expect(problemOf(() => saveListView({ ...NEW, name: '  ' }))).toBe('请填写视图名称')
    for (let number = 1; number < LIST_VIEWS_MAX; number += 1)
      await saveListView({ ...NEW, name: `视图 ${String(number)}` })
    expect(() => saveListView({ ...NEW, name: '再一个' })).toThrow('最多保存 30 个视图')
  })
})

function problemOf(work: () => unknown): string | undefined {
  try {
    work()
  } catch (error) {
    if (error instanceof FailureError)
      return error.failure.fields?.find(({ path }) => path === 'name')?.message
    throw error
  }
  return undefined
}
