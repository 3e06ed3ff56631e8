import { bridge } from '../../../support/installed-bridge.ts'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Conflict } from '../../../../domain/sync/sync-contract.ts'
import { createAppRouter } from '../../../../renderer/app/router.ts'
import ConflictPage from '../../../../renderer/features/sync/ConflictPage.vue'

const CONFLICT: Conflict = {
  recordType: 'operator',
  recordId: 'o-1',
  title: '苗佳',
  since: '2026-11-22T02:24:00Z',
  fields: [
    { field: 'mobile', base: '13851820392', mine: '13851820393', theirs: '13851820394' },
    {
      field: 'certificateNumber',
      base: '2019000000000013',
      mine: '2019000000000014',
      theirs: '2019000000000099',
    },
  ],
}

async function open() {
  const page = mount(ConflictPage, {
    props: { recordType: 'operator', recordId: 'o-1' },
    global: { plugins: [createAppRouter()] },
    attachTo: document.body,
  })
  await flushPromises()
  return page
}
const inputOf = (method: string) => bridge.calls.find((call) => call.method === method)?.input

beforeEach(() => {
  setActivePinia(createPinia())
  bridge.calls.length = 0
  bridge.answer('people.listOperators', [])
  bridge.answer('people.listEngineers', [])
  bridge.answer('people.listApplications', [])
  bridge.answer('practice.listProjects', [])
  bridge.answer('labels.list', [])
  bridge.answer('sync.listConflicts', [CONFLICT])
  bridge.answer('workstations.history', [
    {
      rev: 3,
      at: '2026-11-22T02:30:00Z',
      account: '138****7719',
      workstation: '前台',
      clientId: 'c-2',
      cause: 'operator.save',
      changedFields: ['mobile'],
      deleted: false,
    },
  ])
  bridge.answer('sync.decideConflict', { decisionId: 7 })
  bridge.answer('sync.undoDecision', null)
})
enableAutoUnmount(afterEach)

describe('the page of a conflict', () => {
  it('shows every field with what it was, both values and who changed it, numbers masked', async () => {
    const page = await open()
    const [mobile, certificate] = page.findAll('fieldset')
    expect(mobile?.text()).toContain('手机号码')
    expect(mobile?.text()).toContain('138****0393')
    expect(mobile?.text()).toContain('138****0394')
    expect(page.html()).not.toContain('13851820393')
    expect(mobile?.text()).toContain('138****7719，工作站 前台，11-22 10:30')
    expect(certificate?.findAll('mark').map((mark) => mark.text())).toEqual(['14', '99'])
  })

  it('records the look before it shows a number', async () => {
    bridge.answer('people.reveal', { value: 'the server’s' })
    const page = await open()
    await page.get('button[aria-label="显示消防设施操作员（我的）的手机号码"]').trigger('click')
    await flushPromises()
    expect(inputOf('people.reveal')).toEqual({ recordType: 'operator', recordId: 'o-1', field: 'mobile' })
    expect(page.text()).toContain('13851820393')
  })

  it('sends nothing before every field is decided, and says which is missing at that field', async () => {
    const page = await open()
    await page.get('input[name="conflict-mobile"][value="mine"]').setValue()
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(inputOf('sync.decideConflict')).toBeUndefined()
    expect(page.get('.missing').text()).toBe('请为“证书编号”选择用哪一个')
    expect(document.activeElement?.getAttribute('name')).toBe('conflict-certificateNumber')
  })

  it('sends the choice of each field and offers to take it back', async () => {
    const page = await open()
    const all = page.findAll('button').find((button) => button.text() === '全部用对方的')
    await all?.trigger('click')
    await page.get('input[name="conflict-mobile"][value="mine"]').setValue()
    bridge.answer('sync.listConflicts', [])
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(inputOf('sync.decideConflict')).toEqual({
      recordType: 'operator',
      recordId: 'o-1',
      choices: { mobile: 'mine', certificateNumber: 'theirs' },
    })
    expect(page.text()).toContain('已按选择处理')

    bridge.answer('sync.listConflicts', [CONFLICT])
    await page.get('.undo-bar button').trigger('click')
    await flushPromises()
    expect(inputOf('sync.undoDecision')).toEqual({ decisionId: 7 })
    expect(page.findAll('fieldset')).toHaveLength(2)
  })

  it('is of use without the connection that tells who changed it', async () => {
    bridge.fail('workstations.history', { code: 'needs-connection' })
    const page = await open()
    expect(page.get('fieldset').text()).toContain('服务器上的内容')
    expect(page.find('[role=alert]').exists()).toBe(false)
  })

  it('compares lists thing by thing', async () => {
    const lists = { field: 'buildings', base: [{ id: 'a', name: '1 号楼' }] }
    const mine = [
      { id: 'a', name: '1 号楼' },
      { id: 'b', name: '2 号楼' },
    ]
    bridge.answer('sync.listConflicts', [
      {
        ...CONFLICT,
        recordType: 'project',
        fields: [{ ...lists, mine, theirs: [{ id: 'a', name: '甲楼' }] }],
      },
    ])
    const page = mount(ConflictPage, {
      props: { recordType: 'project', recordId: 'o-1' },
      global: { plugins: [createAppRouter()] },
    })
    await flushPromises()
    const rows = page.findAll('.items tbody tr').map((row) => row.findAll('td').map((cell) => cell.text()))
    expect(rows).toEqual([
      ['1 号楼', '1 号楼', '甲楼', '不同'],
      ['—', '2 号楼', '—', '不同'],
    ])
  })
})
