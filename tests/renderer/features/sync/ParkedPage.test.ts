import { bridge } from '../../../support/installed-bridge.ts'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OutboxDetail } from '../../../../domain/sync/sync-contract.ts'
import { createAppRouter } from '../../../../renderer/app/router.ts'
import ParkedPage from '../../../../renderer/features/sync/ParkedPage.vue'

const REFUSED: OutboxDetail = {
  seq: 4,
  name: 'project.conclude',
  recordType: 'project',
  recordId: 'p-1',
  title: '录入结论性文件',
  state: 'refused',
  createdAt: '2026-11-22T02:24:00Z',
  attempts: 1,
  triedAt: '2026-11-22T02:25:00Z',
  waitsFor: null,
  message: '完成日期不能早于计划开始日期 2026-11-10',
  changes: [{ field: 'number', before: null, after: 'JS-2026-11' }],
  files: [
    {
      sha256: 'a'.repeat(64),
      purpose: 'conclusion',
      sizeBytes: 2048,
      uploadedBytes: 2048,
      state: 'verified',
      refusal: null,
    },
  ],
}
const DRAFT = {
  id: 'd-1',
  form: 'conclusion',
  subject: 'p-1',
  title: '江宁大厦',
  content: { number: 'JS-2026-12' },
  savedAt: '2026-11-22T03:00:00Z',
}

async function open() {
  const router = createAppRouter()
  const pushed: string[] = []
  router.push = (to) => {
    // Safe: this page only pushes paths.
    pushed.push(to as string)
    return Promise.resolve()
  }
  const page = mount(ParkedPage, {
    props: { seq: '4' },
    global: { plugins: [router] },
    attachTo: document.body,
  })
  await flushPromises()
  return { page, pushed }
}
const named = (text: string) =>
  [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === text)
const inputOf = (method: string) => bridge.calls.find((call) => call.method === method)?.input

beforeEach(() => {
  setActivePinia(createPinia())
  bridge.calls.length = 0
  for (const method of ['people.listOperators', 'people.listEngineers', 'people.listApplications']) {
    bridge.answer(method, [])
  }
  bridge.answer('practice.listProjects', [])
  bridge.answer('labels.list', [])
  bridge.answer('sync.outboxDetail', REFUSED)
  for (const method of ['sync.resubmit', 'sync.discardRefused', 'sync.restoreRefused']) {
    bridge.answer(method, null)
  }
  bridge.answer('drafts.open', null)
  bridge.answer('drafts.save', (input: unknown) => ({ ...DRAFT, ...(input as object) }))
})
enableAutoUnmount(afterEach)

describe('the page of a refused entry', () => {
  it('says why it was refused and what was in it', async () => {
    const { page } = await open()
    expect(page.text()).toContain('未通过：完成日期不能早于计划开始日期 2026-11-10')
    expect(page.get('tbody').text()).toContain('结论性文件编号')
    expect(page.get('tbody').text()).toContain('JS-2026-11')
    expect(page.get('[aria-label="文件"]').text()).toContain('结论性文件')
  })

  it('opens the form with the refused content in it', async () => {
    const { pushed } = await open()
    named('修改后重新提交')?.click()
    await flushPromises()
    expect(inputOf('drafts.save')).toEqual({
      form: 'conclusion',
      subject: 'p-1',
      title: '录入结论性文件',
      content: { number: 'JS-2026-11' },
    })
    expect(pushed).toEqual(['/practice/p-1/conclusion'])
  })

  it('asks before it takes the place of a draft typed since', async () => {
    bridge.answer('drafts.open', DRAFT)
    const { pushed } = await open()
    named('修改后重新提交')?.click()
    await flushPromises()
    expect(pushed).toEqual([])
    expect(document.body.textContent).toContain('已有 11:00 保存的草稿')

    named('继续原来的草稿')?.click()
    await flushPromises()
    expect(inputOf('drafts.save')).toBeUndefined()
    expect(pushed).toEqual(['/practice/p-1/conclusion'])
  })

  it('takes a discard back', async () => {
    const { page } = await open()
    named('放弃')?.click()
    await flushPromises()
    expect(inputOf('sync.discardRefused')).toEqual({ seq: 4 })
    expect(page.text()).toContain('已放弃，服务器上的内容不变')
    expect(document.activeElement?.textContent).toBe('返回同步中心')

    await page.get('.undo-bar button').trigger('click')
    await flushPromises()
    expect(inputOf('sync.restoreRefused')).toEqual({ seq: 4 })
    expect(named('修改后重新提交')).toBeDefined()
  })

  it('offers the content again as it is', async () => {
    const { page } = await open()
    named('原样重新提交')?.click()
    await flushPromises()
    expect(inputOf('sync.resubmit')).toEqual({ seq: 4 })
    expect(page.text()).toContain('已重新排队')
  })

  it('says so when the entry is no longer there', async () => {
    bridge.fail('sync.outboxDetail', { code: 'not-found' })
    const { page } = await open()
    expect(page.text()).toContain('没有找到这项内容，可能已经处理')
    expect(named('放弃')).toBeUndefined()
  })
})
