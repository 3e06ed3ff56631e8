import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import LoadingRows from '../../../../renderer/shared/components/LoadingRows.vue'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})
enableAutoUnmount(afterEach)

describe('LoadingRows', () => {
  it('shows nothing of what is read within 300 ms, and then says that it is being read', async () => {
    const rows = mount(LoadingRows)
    vi.advanceTimersByTime(299)
    await nextTick()
    expect(rows.find('[role=progressbar]').exists()).toBe(false)
    vi.advanceTimersByTime(1)
    await nextTick()
    expect(rows.get('[role=progressbar]').attributes('aria-label')).toBe('正在读取')
  })
})
