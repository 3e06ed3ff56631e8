import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useRevealedNumbers } from '../../../../renderer/shared/people/use-revealed-numbers.ts'

const PLACE = 'mobile operator-1'
const MASKED = '138****5671'
const reveal = () => Promise.resolve({ ok: true as const, value: { value: '13812345671' } })

describe('useRevealedNumbers', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const numbers = () => effectScope().run(useRevealedNumbers) ?? expect.unreachable()

  it('shows a number in full for half a minute', async () => {
    const list = numbers()
    await list.toggle(PLACE, MASKED, reveal)
    expect(list.of(PLACE, MASKED)?.value).toBe('13812345671')
    expect(list.of('idNumber operator-1', MASKED)).toBeNull()
    vi.advanceTimersByTime(30_000)
    expect(list.of(PLACE, MASKED)).toBeNull()
  })

  it('hides it when asked again, without asking the agent', async () => {
    const list = numbers()
    await list.toggle(PLACE, MASKED, reveal)
    await list.toggle(PLACE, MASKED, () => expect.unreachable())
    expect(list.of(PLACE, MASKED)).toBeNull()
  })

  it('shows nothing old in the place of a number that was changed', async () => {
    const list = numbers()
    await list.toggle(PLACE, MASKED, reveal)
    expect(list.of(PLACE, '139****0001')).toBeNull()
  })

  it('says why it cannot be shown, and asks again the next time', async () => {
    const list = numbers()
    const refused = () =>
      Promise.resolve({ ok: false as const, failure: { code: 'needs-connection' as const } })
    await list.toggle(PLACE, MASKED, refused)
    expect(list.of(PLACE, MASKED)).toMatchObject({
      value: null,
      problem: expect.stringContaining('联网') as string,
    })
    await list.toggle(PLACE, MASKED, reveal)
    expect(list.of(PLACE, MASKED)?.value).toBe('13812345671')
  })

  it('looks once when asked twice before the answer is there', async () => {
    const list = numbers()
    let answer: (result: Awaited<ReturnType<typeof reveal>>) => void = () => undefined
    const slow = vi.fn(() => new Promise<Awaited<ReturnType<typeof reveal>>>((resolve) => (answer = resolve)))
    const looks = [list.toggle(PLACE, MASKED, slow), list.toggle(PLACE, MASKED, slow)]
    expect(slow).toHaveBeenCalledOnce()
    answer(await reveal())
    await Promise.all(looks)
    expect(list.of(PLACE, MASKED)?.value).toBe('13812345671')
    await list.toggle('idNumber operator-1', MASKED, slow.mockImplementation(reveal))
    expect(slow).toHaveBeenCalledTimes(2)
  })
})
