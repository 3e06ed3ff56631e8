import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromTabSeparated, toTabSeparated } from '../../../domain/spreadsheet/tab-separated.ts'

describe('cells on the clipboard', () => {
  it('come back as they went', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', 'a\tb', 'a\nb', '', '"a"'))
    // One empty cell and no cell at all are the same text.
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(rows, (table) => {
        expect(fromTabSeparated(toTabSeparated(table))).toEqual(table)
      }),
    )
  })

  it('make no row of the line break behind the last one', () => {
    expect(fromTabSeparated('姓名\t电话\r\n林建国\t138\r\n')).toEqual([
      ['姓名', '电话'],
      ['林建国', '138'],
    ])
  })
})
