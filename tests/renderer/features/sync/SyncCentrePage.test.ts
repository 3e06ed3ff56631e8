import { bridge } from '../../../support/installed-bridge.ts'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OutboxEntry, SyncStatus } from '../../../../domain/sync/sync-contract.ts'
import { createAppRouter } from '../../../../renderer/app/router.ts'
import SyncCentrePage from '../../../../renderer/features/sync/SyncCentrePage.vue'
import { useSyncStore } from '../../../../renderer/shared/shell/sync-store.ts'

const status: SyncStatus = {
  connection: 'online',
  waiting: 1,
  refused: 0,
  conflicts: 0,
  uploading: { files: 0, sentBytes: 0, totalBytes: 0, remainingSeconds: null },
  reading: null,
  lastConfirmedAt: '2026-11-22T02:24:00Z',
  message: null,
}
const entry = (seq: number, state: OutboxEntry['state']): OutboxEntry => ({
  seq,
  name: 'operator.save',
  recordType: 'operator',
  recordId: `o-${seq}`,
  title: '修改操作员',
  state,
  createdAt: '2026-11-22T02:24:00Z',
  attempts: 0,
  triedAt: null,
  waitsFor: state === 'waiting' ? 'turn' : null,
  message: null,
})

async function open(entries: OutboxEntry[], shown: SyncStatus = status) {
  bridge.answer('sync.listOutbox', entries)
  useSyncStore().status = shown
  const router = createAppRouter()
  const page = mount(SyncCentrePage, { global: { plugins: [router] } })
  await flushPromises()
  return Object.assign(page, { router })
}
const callsOf = (method: string) => bridge.calls.filter((call) => call.method === method)

beforeEach(() => {
  setActivePinia(createPinia())
  bridge.calls.length = 0
  for (const method of ['people.listEngineers', 'people.listApplications', 'people.listOperators']) {
    bridge.answer(method, [])
  }
  bridge.answer('practice.listProjects', [])
  bridge.answer('labels.list', [])
  bridge.answer('sync.settings', { uploadKilobytesPerSecond: null })
  bridge.answer('sync.setUploadLimit', null)
  bridge.answer('sync.resubmit', null)
  bridge.answer('sync.run', status)
})
enableAutoUnmount(afterEach)

describe('同步中心', () => {
  it('draws a handful of 10,000 entries and counts them all', async () => {
    const page = await open(Array.from({ length: 10_000 }, (_, index) => entry(index + 1, 'waiting')))
    expect(page.get('[role=grid]').attributes('aria-rowcount')).toBe('10001')
    expect(page.findAll('tbody tr').length).toBeLessThan(60)
    expect(page.text()).toContain('待同步 10000')
  })

  it('offers the refused ones again one by one, in their order, and then synchronises', async () => {
    const page = await open([entry(9, 'refused'), entry(2, 'refused'), entry(3, 'waiting')])
    await page
      .findAll('button')
      .find((button) => button.text() === '全部重试')
      ?.trigger('click')
    await flushPromises()
    expect(callsOf('sync.resubmit').map(({ input }) => input)).toEqual([{ seq: 2 }, { seq: 9 }])
    expect(callsOf('sync.run')).toHaveLength(1)
  })

  it('leads whoever is signed in without the server to a sign-in that comes back here', async () => {
    bridge.answer('accounts.signOut', null)
    const page = await open([entry(3, 'waiting')], { ...status, connection: 'signed-out' })
    await page
      .findAll('button')
      .find((button) => button.text() === '重新登录')
      ?.trigger('click')
    await flushPromises()
    expect(callsOf('accounts.signOut')).toHaveLength(1)
    await vi.waitFor(() => expect(page.router.currentRoute.value.fullPath).toBe('/sign-in?next=/sync'), {
      timeout: 10_000,
    })
  })

  it('stops offering again at the first that fails, and says why', async () => {
    bridge.fail('sync.resubmit', { code: 'storage-full' })
    const page = await open([entry(2, 'refused'), entry(9, 'refused')])
    await page
      .findAll('button')
      .find((button) => button.text() === '全部重试')
      ?.trigger('click')
    await flushPromises()
    expect(callsOf('sync.resubmit')).toHaveLength(1)
    expect(page.get('[role=alert]').text()).toContain('磁盘空间不足')
  })

  it('shows the way out of a workstation that was shut out', async () => {
    const page = await open([entry(1, 'waiting')], { ...status, connection: 'revoked' })
    expect(page.get('.revoked').text()).toContain('没有丢失')
    expect(page.get('.revoked a').attributes('href')).toBe('#/storage')
  })

  it('keeps the chosen upload limit, an own value too', async () => {
    const page = await open([])
    await page.get('#upload-limit').setValue('512')
    await flushPromises()
    expect(callsOf('sync.setUploadLimit').map(({ input }) => input)).toEqual([
      { uploadKilobytesPerSecond: 512 },
    ])
    await page.get('#upload-limit').setValue('own')
    expect(page.find('input[aria-label="上传限速，KB/s"]').exists()).toBe(true)
  })

  it('says that nothing waits when nothing waits', async () => {
    const page = await open([], { ...status, waiting: 0 })
    expect(page.text()).toContain('没有待同步的内容')
    expect(page.text()).toContain('最近一次同步（服务器确认）2026-11-22 10:24')
  })
})
