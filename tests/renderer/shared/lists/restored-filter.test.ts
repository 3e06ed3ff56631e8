import { describe, expect, it } from 'vitest'
import { restoredFilter } from '../../../../renderer/shared/lists/restored-filter.ts'

const WITHOUT = { text: '', level: null as string | null, doubtfulOnly: false }

describe('restoredFilter', () => {
  it('takes what was saved, and the usual for what was not', () => {
    const saved = { text: '林', level: 'four' }
    expect(restoredFilter(saved, WITHOUT, { level: [null, 'three', 'four'] })).toEqual({
      text: '林',
      level: 'four',
      doubtfulOnly: false,
    })
  })

  it('leaves out what the list no longer knows or offers', () => {
    const saved = { text: 5, level: 'nine', gone: 'x' }
    expect(restoredFilter(saved, WITHOUT, { level: [null, 'four'] })).toEqual(WITHOUT)
  })
})
