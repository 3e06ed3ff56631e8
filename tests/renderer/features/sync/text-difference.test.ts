import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markDifference, type Piece } from '../../../../renderer/features/sync/text-difference.ts'

const whole = (pieces: Piece[]) => pieces.map(({ text }) => text).join('')
const kept = (pieces: Piece[]) =>
  pieces
    .filter(({ changed }) => !changed)
    .map(({ text }) => text)
    .join('')

describe('the marked difference of two texts', () => {
  it('marks only what the other text does not have', () => {
    expect(markDifference('中山南路 315 号 9 层', '中山南路 315 号 12 层')).toEqual({
      one: [
        { text: '中山南路 315 号 ', changed: false },
        { text: '9', changed: true },
        { text: ' 层', changed: false },
      ],
      other: [
        { text: '中山南路 315 号 ', changed: false },
        { text: '12', changed: true },
        { text: ' 层', changed: false },
      ],
    })
  })

  it('marks nothing between equal texts and everything between strangers', () => {
    expect(markDifference('苗佳', '苗佳').one).toEqual([{ text: '苗佳', changed: false }])
    expect(markDifference('苗佳', '').one).toEqual([{ text: '苗佳', changed: true }])
  })

  it('keeps a rare character whole', () => {
    expect(markDifference('𠮷野', '𠮸野').one[0]).toEqual({ text: '𠮷', changed: true })
  })

  it('never loses or changes a character, and what is unmarked is the same on both sides', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '中', '𠮷', '1'), maxLength: 40 })
    fc.assert(
      fc.property(text, text, (one, other) => {
        const marked = markDifference(one, other)
        expect(whole(marked.one)).toBe(one)
        expect(whole(marked.other)).toBe(other)
        expect(kept(marked.one)).toBe(kept(marked.other))
      }),
    )
  })

  it('copes with texts too long to be compared character by character', () => {
    const one = `头${'甲'.repeat(900)}尾`
    const other = `头${'乙'.repeat(900)}尾`
    expect(markDifference(one, other).one.map(({ changed }) => changed)).toEqual([false, true, false])
  })
})
