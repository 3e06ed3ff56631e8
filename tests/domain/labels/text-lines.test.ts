import { describe, expect, it } from 'vitest'
import { breakLines, cutLines } from '../../../domain/labels/text-lines.ts'

/** Chinese characters one em wide, all else half. */
const measure = (text: string, size: number) =>
  Array.from(text).reduce(
    (sum, character) => sum + (character > '⺀' || character === '…' ? size : size / 2),
    0,
  )

describe('breakLines', () => {
  it('breaks between any two Chinese characters', () => {
    expect(breakLines('消防设施维护保养', 10, 50, measure)).toEqual(['消防设施维', '护保养'])
  })

  it('keeps numbers and words whole', () => {
    expect(breakLines('中山南路315号', 10, 50, measure)).toEqual(['中山南路', '315号'])
    expect(breakLines('025-86612286', 10, 50, measure)).toBeNull()
  })

  it('never begins a line with a comma', () => {
    expect(breakLines('消火栓系统、喷淋', 10, 50, measure)).toEqual(['消火栓系', '统、喷淋'])
  })
})

describe('cutLines', () => {
  it('marks what it cuts with an ellipsis inside the width', () => {
    expect(cutLines('消防设施维护保养检测技术服务', 10, 50, 2, measure)).toEqual(['消防设施维', '护保养检…'])
  })

  it('leaves alone what fits', () => {
    expect(cutLines('消防', 10, 50, 2, measure)).toEqual(['消防'])
    expect(cutLines('消防设施维护', 10, 50, 2, measure)).toEqual(['消防设施维', '护'])
  })
})
