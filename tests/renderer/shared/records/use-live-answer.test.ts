import { effectScope, nextTick } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import type { Result } from '../../../../domain/contracts/failure.ts'

const listeners = new Set<(name: string, event: unknown) => void>()
window.agent = {
  shell: 'browser',
  call: () => Promise.resolve({ ok: false, failure: { code: 'internal' } }),
  on: (listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
const { useLiveAnswer } = await import('../../../../renderer/shared/records/use-live-answer.ts')
const announce = (types: string[]) => {
  for (const listener of listeners) listener('records.changed', { types })
}
const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await nextTick()
}

describe('useLiveAnswer', () => {
  it('asks at once, again after a change of its records, not after others, and no more when its scope has ended', async () => {
    let count = 0
    const read = vi.fn(() => Promise.resolve<Result<number>>({ ok: true, value: (count += 1) }))
    const own = effectScope()
    const answer = own.run(() => useLiveAnswer(['operator'], read))
    await settle()
    expect(answer?.value.value).toBe(1)
    announce(['project'])
    await settle()
    expect(read).toHaveBeenCalledTimes(1)
    announce(['project', 'operator'])
    await settle()
    expect(answer?.value.value).toBe(2)
    own.stop()
    announce(['operator'])
    await settle()
    expect(read).toHaveBeenCalledTimes(2)
  })

  it('covers all changes that come during an answer by one more question', async () => {
    const answers: ((value: number) => void)[] = []
    const read = vi.fn(
      () => new Promise<Result<number>>((resolve) => answers.push((value) => resolve({ ok: true, value }))),
    )
    const own = effectScope()
    const answer = own.run(() => useLiveAnswer(['operator'], read))
    announce(['operator'])
    announce(['operator'])
    answers[0]?.(1)
    await settle()
    expect(read).toHaveBeenCalledTimes(2)
    answers[1]?.(2)
    await settle()
    expect(read).toHaveBeenCalledTimes(2)
    expect(answer?.value.value).toBe(2)
    own.stop()
  })

  it('keeps the last good answer when a later question fails', async () => {
    const results: Result<number>[] = [
      { ok: true, value: 1 },
      { ok: false, failure: { code: 'storage-damaged' } },
    ]
    const own = effectScope()
    const answer = own.run(() =>
      useLiveAnswer(['operator'], () => Promise.resolve(results.shift() ?? { ok: true, value: 9 })),
    )
    await settle()
    announce(['operator'])
    await settle()
    expect(answer?.value.value).toBe(1)
    expect(answer?.failure.value?.code).toBe('storage-damaged')
    own.stop()
  })

  it('asks again together with another that failed, as one 重试 stands for all that a page asks', async () => {
    let isBroken = true
    const readOr = (value: string) =>
      vi.fn(() =>
        Promise.resolve<Result<string>>(
          isBroken ? { ok: false, failure: { code: 'internal' } } : { ok: true, value },
        ),
      )
    const [readNames, readLeft] = [readOr('names'), readOr('left')]
    const gone = effectScope()
    gone.run(() => useLiveAnswer(['engineer'], readLeft))
    const own = effectScope()
    const [list, names] = own.run(() => [
      useLiveAnswer(['operator'], readOr('list')),
      useLiveAnswer(['engineer'], readNames),
    ])!
    await settle()
    gone.stop()
    expect(names.failure.value?.code).toBe('internal')
    isBroken = false
    await list.refresh()
    expect([list.value.value, names.value.value]).toEqual(['list', 'names'])
    await list.refresh()
    expect(readNames).toHaveBeenCalledTimes(2)
    expect(readLeft).toHaveBeenCalledTimes(1)
    own.stop()
  })
})
