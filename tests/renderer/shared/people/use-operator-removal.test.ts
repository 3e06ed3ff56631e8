import { effectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OperatorView } from '../../../../domain/people/people-contract.ts'

const calls: string[] = []
let failing: string | null = null
window.agent = {
  shell: 'browser',
  call: (method, input) => {
    // Safe: the two methods under test take exactly this.
    const { operatorId } = input as { operatorId: string }
    calls.push(`${method} ${operatorId}`)
    return Promise.resolve(
      operatorId === failing ? { ok: false, failure: { code: 'storage-full' } } : { ok: true, value: null },
    )
  },
  on: () => () => undefined,
}
const { useOperatorRemoval } = await import('../../../../renderer/shared/people/use-operator-removal.ts')

const operator = (id: string, name: string): OperatorView => ({
  id,
  name,
  mobile: '138****7719',
  idNumber: '320***********1106',
  certificateNumber: '2019000000000013',
  level: 'four',
  direction: 'none',
  sex: '女',
  listedElsewhere: false,
  removedAt: null,
  syncState: 'synced',
  refusal: null,
  warnings: [],
})
const people = [operator('a', '苗佳'), operator('b', '罗然华'), operator('c', '徐晓欣')]

describe('useOperatorRemoval', () => {
  let scope = effectScope()
  const removal = () => {
    const made = scope.run(() => useOperatorRemoval())
    if (!made) throw new Error('no scope')
    return made
  }
  beforeEach(() => {
    vi.useFakeTimers()
    scope = effectScope()
    calls.length = 0
    failing = null
  })
  afterEach(() => {
    scope.stop()
    vi.useRealTimers()
  })

  it('removes at once and brings everybody back on 撤销', async () => {
    const { remove, undo, text } = removal()
    await remove(people.slice(0, 2))
    expect(text.value).toBe('已删除 2 人')
    await undo()
    expect(text.value).toBeNull()
    expect(calls).toEqual([
      'people.removeOperator a',
      'people.removeOperator b',
      'people.restoreOperator a',
      'people.restoreOperator b',
    ])
  })

  it('offers to undo for ten seconds', async () => {
    const { remove, text } = removal()
    await remove(people.slice(0, 1))
    vi.advanceTimersByTime(9_999)
    expect(text.value).toBe('已删除 苗佳')
    vi.advanceTimersByTime(1)
    expect(text.value).toBeNull()
  })

  it('stops at the first that fails and offers back only those that are gone', async () => {
    failing = 'b'
    const { remove, text, failure } = removal()
    await remove(people)
    expect(failure.value?.code).toBe('storage-full')
    expect(text.value).toBe('已删除 苗佳')
    expect(calls).not.toContain('people.removeOperator c')
  })
})
