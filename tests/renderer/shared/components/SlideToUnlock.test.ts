import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import SlideToUnlock from '../../../../renderer/shared/components/SlideToUnlock.vue'

function slider(answer = true) {
  const unlock = vi.fn(() => Promise.resolve(answer))
  const mounted = mount(SlideToUnlock, { props: { unlock } })
  return { mounted, unlock, handle: mounted.get('[role=slider]') }
}

describe('SlideToUnlock', () => {
  it('is a slider named as in the manual', () => {
    const { handle } = slider()
    expect(handle.attributes('aria-label')).toBe('拖动滑块解锁发送短信')
    expect(handle.attributes('aria-valuenow')).toBe('0')
  })

  it('unlocks when the arrows have brought it to its end, and only then', async () => {
    const { handle, unlock, mounted } = slider()
    for (let press = 0; press < 9; press += 1) await handle.trigger('keydown', { key: 'ArrowRight' })
    expect(unlock).not.toHaveBeenCalled()
    await handle.trigger('keydown', { key: 'ArrowRight' })
    await flushPromises()
    expect(unlock).toHaveBeenCalledOnce()
    expect(mounted.text()).toContain('已解锁')
  })

  it.each(['End', 'Enter'])('unlocks by the key %s', async (key) => {
    const { handle, unlock } = slider()
    await handle.trigger('keydown', { key })
    expect(unlock).toHaveBeenCalledOnce()
  })

  it('asks once even when the key is held down', async () => {
    const { handle, unlock } = slider()
    await handle.trigger('keydown', { key: 'End' })
    await handle.trigger('keydown', { key: 'End' })
    await flushPromises()
    await handle.trigger('keydown', { key: 'End' })
    expect(unlock).toHaveBeenCalledOnce()
  })

  it('goes back to its start when unlocking is refused, and may be tried again', async () => {
    const { handle, unlock } = slider(false)
    await handle.trigger('keydown', { key: 'End' })
    await flushPromises()
    expect(handle.attributes('aria-valuenow')).toBe('0')
    await handle.trigger('keydown', { key: 'End' })
    expect(unlock).toHaveBeenCalledTimes(2)
  })

  it('springs back when it is let go half way', async () => {
    const { handle, unlock, mounted } = slider()
    Object.defineProperty(mounted.element, 'clientWidth', { value: 446 })
    Object.defineProperty(handle.element, 'offsetWidth', { value: 46 })
    Object.assign(handle.element, { setPointerCapture: () => undefined })
    await handle.trigger('pointerdown', { clientX: 10, pointerId: 1 })
    await handle.trigger('pointermove', { clientX: 210, pointerId: 1 })
    expect(handle.attributes('aria-valuenow')).toBe('50')
    await handle.trigger('pointerup', { pointerId: 1 })
    expect(handle.attributes('aria-valuenow')).toBe('0')
    expect(unlock).not.toHaveBeenCalled()
  })

  it('unlocks when it is dragged to its end', async () => {
    const { handle, unlock, mounted } = slider()
    Object.defineProperty(mounted.element, 'clientWidth', { value: 446 })
    Object.defineProperty(handle.element, 'offsetWidth', { value: 46 })
    Object.assign(handle.element, { setPointerCapture: () => undefined })
    await handle.trigger('pointerdown', { clientX: 10, pointerId: 1 })
    await handle.trigger('pointermove', { clientX: 420, pointerId: 1 })
    await handle.trigger('pointerup', { pointerId: 1 })
    expect(unlock).toHaveBeenCalledOnce()
  })
})
