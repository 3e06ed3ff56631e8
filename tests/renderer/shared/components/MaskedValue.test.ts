import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Result } from '../../../../domain/contracts/failure.ts'
import MaskedValue from '../../../../renderer/shared/components/MaskedValue.vue'

const FULL = '320102199003071106'
const reveal = vi.fn<() => Promise<Result<{ value: string }>>>()
let answer: (result: Result<{ value: string }>) => void

const value = () =>
  mount(MaskedValue, { props: { masked: '320***********1106', what: '苗佳的身份证号', reveal } })

beforeEach(() => {
  reveal.mockReset().mockImplementation(() => new Promise((resolve) => (answer = resolve)))
})
enableAutoUnmount(afterEach)

describe('MaskedValue', () => {
  it('looks once when its button is pressed twice before the answer is there', async () => {
    const shown = value()
    await shown.get('button').trigger('click')
    await shown.get('button').trigger('click')
    expect(reveal).toHaveBeenCalledOnce()
    answer({ ok: true, value: { value: FULL } })
    await flushPromises()
    expect(shown.text()).toContain(FULL)
    await shown.get('button').trigger('click')
    expect(shown.text()).toContain('320***********1106')
  })

  it('says why it cannot be shown, and asks again the next time', async () => {
    const shown = value()
    await shown.get('button').trigger('click')
    answer({ ok: false, failure: { code: 'needs-connection' } })
    await flushPromises()
    expect(shown.get('[role=alert]').text()).toContain('联网')
    await shown.get('button').trigger('click')
    expect(reveal).toHaveBeenCalledTimes(2)
  })

  it('does not show the number asked for in the place of another that stands there by now', async () => {
    const shown = value()
    await shown.get('button').trigger('click')
    await shown.setProps({ masked: '110***********0012' })
    answer({ ok: true, value: { value: FULL } })
    await flushPromises()
    expect(shown.text()).toContain('110***********0012')
  })
})
