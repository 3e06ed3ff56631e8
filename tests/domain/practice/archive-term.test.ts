import { describe, expect, it } from 'vitest'
import { archivedUntil } from '../../../domain/practice/archive-term.ts'

describe('archivedUntil', () => {
  it('is six years after the work was finished, and on 1 March where 29 February does not exist', () => {
    expect(archivedUntil({ finishedOn: '2026-11-23' })).toBe('2032-11-23')
    expect(archivedUntil({ finishedOn: '2024-02-29' })).toBe('2030-03-01')
  })
})
