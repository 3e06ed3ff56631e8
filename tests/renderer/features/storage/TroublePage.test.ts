import { bridge } from '../../../support/installed-bridge.ts'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { StorageTrouble } from '../../../../domain/storage/storage-contract.ts'
import TroublePage from '../../../../renderer/features/storage/TroublePage.vue'

const BACKUPS = [
  { id: 'b2', madeAt: '2026-11-21T02:24:00.000Z', sizeBytes: 168_000 },
  { id: 'b1', madeAt: '2026-11-20T02:24:00.000Z', sizeBytes: 160_000 },
]

function open(kind: StorageTrouble['kind'], backups = BACKUPS) {
  const trouble = { kind, message: '打不开', backups }
  return mount(TroublePage, {
    props: { trouble },
    attachTo: document.body,
    global: { plugins: [createPinia()], stubs: { teleport: true, transition: false } },
  })
}
const button = (page: ReturnType<typeof open>, text: string) =>
  page.findAll('button').find((candidate) => candidate.text() === text)

beforeEach(() => {
  bridge.calls.length = 0
})

describe('the page for a database that cannot be opened', () => {
  it.each(['key-missing', 'key-wrong', 'damaged', 'newer-version', 'disk-full'] as const)(
    'says that nothing was deleted, for %s',
    (kind) => {
      expect(open(kind).text()).toContain('没有删除任何内容。')
    },
  )

  it('offers what can help in that case and nothing else', () => {
    expect(button(open('damaged'), '恢复备份')).toBeDefined()
    expect(button(open('damaged', []), '恢复备份')).toBeUndefined()
    expect(button(open('key-missing'), '恢复备份')).toBeUndefined()
    expect(button(open('key-missing'), '重新开始')).toBeDefined()
    expect(button(open('newer-version'), '重新开始')).toBeUndefined()
    expect(button(open('disk-full'), '重新开始')).toBeUndefined()
  })

  it('puts back the chosen backup only after it was confirmed, then asks to begin again', async () => {
    bridge.answer('storage.restoreBackup', null)
    const page = open('damaged')
    await page.find('input[value=b1]').setValue(true)
    await button(page, '恢复备份')?.trigger('click')
    await flushPromises()
    expect(bridge.calls).toEqual([])
    const confirm = page.findAll('button').filter((candidate) => candidate.text() === '恢复备份')
    await confirm.at(-1)?.trigger('click')
    await flushPromises()
    expect(bridge.calls).toEqual([{ method: 'storage.restoreBackup', input: { id: 'b1' } }])
    expect(page.emitted('reopen')).toHaveLength(1)
  })

  it('stays and says why when a backup cannot be put back', async () => {
    bridge.fail('storage.restoreBackup', { code: 'storage-damaged', message: '这份备份已损坏，请选择另一份' })
    const page = open('damaged')
    await button(page, '恢复备份')?.trigger('click')
    await flushPromises()
    const confirm = page.findAll('button').filter((candidate) => candidate.text() === '恢复备份')
    await confirm.at(-1)?.trigger('click')
    await flushPromises()
    expect(page.get('[role=alert]').text()).toContain('请选择另一份')
    expect(page.emitted('reopen')).toBeUndefined()
  })
})
