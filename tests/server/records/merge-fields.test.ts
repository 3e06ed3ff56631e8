import { describe, expect, it } from 'vitest'
import { mergeFields } from '../../../server/records/merge-fields.ts'

const AT = '2026-11-22T02:00:00.000Z'
const current = {
  type: 'notice' as const,
  id: 'notice-1',
  rev: 3,
  deleted: false,
  body: { text: '他们', kind: 'good' as const, place: 'none' as const, at: AT },
}

describe('mergeFields', () => {
  it('takes everything where nobody else changed the record', () => {
    const merged = mergeFields(current, { baseRev: 3, base: { text: '旧' } }, { text: '我' })
    expect(merged).toEqual({ body: { ...current.body, text: '我' }, status: 'applied', conflicts: [] })
  })

  it('merges a field that only the client changed', () => {
    const merged = mergeFields(current, { baseRev: 1, base: { kind: 'good' } }, { kind: 'attention' })
    expect(merged).toEqual({ body: { ...current.body, kind: 'attention' }, status: 'merged', conflicts: [] })
  })

  it('keeps the server’s value where both changed one field, and takes the other fields', () => {
    const merged = mergeFields(
      current,
      { baseRev: 1, base: { text: '旧', kind: 'good' } },
      { text: '我', kind: 'attention' },
    )
    expect(merged).toEqual({
      body: { ...current.body, kind: 'attention' },
      status: 'conflict',
      conflicts: ['text'],
    })
  })

  it('finds no conflict where both changed a field alike', () => {
    const merged = mergeFields(current, { baseRev: 1, base: { text: '旧' } }, { text: '他们' })
    expect(merged).toEqual({ body: current.body, status: 'merged', conflicts: [] })
  })
})
