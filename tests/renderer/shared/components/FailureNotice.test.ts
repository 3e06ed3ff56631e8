import '../../../support/installed-bridge.ts'
import { enableAutoUnmount, mount, type DOMWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import type { Failure } from '../../../../domain/contracts/failure.ts'
import FailureNotice from '../../../../renderer/shared/components/FailureNotice.vue'
import PageFrame from '../../../../renderer/shared/components/PageFrame.vue'

const INTERNAL: Failure = { code: 'internal' }
interface Page {
  findAll: (selector: string) => DOMWrapper<Element>[]
}
const alerts = (page: Page) => page.findAll('[role="alert"]').map((alert) => alert.text())

beforeEach(() => setActivePinia(createPinia()))
enableAutoUnmount(afterEach)

describe('FailureNotice', () => {
  it('says the same words once on a page, and its 重试 tries everything again that would say them', async () => {
    const [list, strip] = [vi.fn(), vi.fn()]
    const page = mount(PageFrame, {
      props: { title: '消防设施操作员管理' },
      slots: {
        default: () => [
          h(FailureNotice, { failure: INTERNAL, retry: strip }),
          h(FailureNotice, { failure: { code: 'storage-full' } }),
          h(FailureNotice, { failure: INTERNAL, retry: list }),
        ],
      },
    })
    await nextTick()
    expect(alerts(page)).toEqual([
      expect.stringContaining('程序出现意外错误'),
      expect.stringContaining('本机磁盘空间不足'),
    ])
    await page.get('button').trigger('click')
    expect([strip.mock.calls.length, list.mock.calls.length]).toEqual([1, 1])
  })

  it('leaves the word to the next one when the first has gone or was mended', async () => {
    const [isThere, first] = [ref(true), ref<Failure | null>(INTERNAL)]
    const page = mount(PageFrame, {
      props: { title: '执业项目' },
      slots: {
        default: () => [
          isThere.value ? h(FailureNotice, { failure: first.value }) : null,
          h(FailureNotice, { failure: INTERNAL }),
        ],
      },
    })
    expect(alerts(page)).toHaveLength(1)
    first.value = null
    await nextTick()
    expect(alerts(page)).toHaveLength(1)
    isThere.value = false
    await nextTick()
    expect(alerts(page)).toHaveLength(1)
  })

  it('speaks for itself outside a page, and offers no 重试 where trying again cannot help', () => {
    const Two = defineComponent(() => () => [
      h(FailureNotice, { failure: { code: 'not-allowed' }, retry: vi.fn() }),
      h(FailureNotice, { failure: { code: 'not-allowed' } }),
    ])
    const page = mount(Two)
    expect(page.findAll('[role="alert"]')).toHaveLength(2)
    expect(page.find('button').exists()).toBe(false)
  })
})
