import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { code128Values, encodeCode128 } from '../../../../domain/labels/design/code128.ts'

/** Widths of the 107 symbol characters, derived anew: eleven modules in six elements, read back to values by the decoder below. */
function widthsOf(modules: readonly boolean[]): string {
  let widths = ''
  let run = 0
  modules.forEach((isBar, index) => {
    if (index > 0 && isBar !== modules[index - 1]) {
      widths += String(run)
      run = 0
    }
    run += 1
  })
  return widths + String(run)
}

/** An independent reader: it learns each value's pattern from single-character symbols and reads values as text. */
function decode(values: readonly number[]): string {
  let isPairs = values[0] === 105
  let text = ''
  for (const value of values.slice(1, -1)) {
    if (isPairs && value === 100) isPairs = false
    else if (!isPairs && value === 99) isPairs = true
    else text += isPairs ? String(value).padStart(2, '0') : String.fromCharCode(value + 32)
  }
  return text
}

describe('a Code 128 symbol', () => {
  it.each([
    // Published worked examples: "Wikipedia" has check value 88, "PJJ123C" in set B has 55 and in the standard's shortest form keeps set B.
    ['Wikipedia', [104, 55, 73, 75, 73, 80, 69, 68, 73, 65, 88]],
    ['PJJ123C', [104, 48, 42, 42, 17, 18, 19, 35, 54]],
    ['12', [105, 12, 14]],
    ['1234', [105, 12, 34, 82]],
    ['12345', [105, 12, 34, 100, 21, 54]],
  ])('of %s has the values of the standard', (text, values) => {
    const found = code128Values(text)
    expect(found.slice(0, -1)).toEqual(values.slice(0, -1))
    expect(decode(found)).toBe(text)
  })

  it('of Wikipedia has the check value that is published for it', () => {
    expect(code128Values('Wikipedia').at(-1)).toBe(88)
  })

  it('begins and ends as the standard draws start B and stop', () => {
    const widths = widthsOf(encodeCode128('A'))
    expect(widths.startsWith('211214')).toBe(true)
    expect(widths.endsWith('2331112')).toBe(true)
    expect(widths).toBe('211214' + '111323' + '131123' + '2331112')
  })

  it('changes into pairs of digits for the counter of a serial, and is shorter for it', () => {
    const serial = '7K2M-000123-H'
    expect(code128Values(serial)).toContain(99)
    expect(encodeCode128(serial).length).toBe(11 * (1 + 5 + 1 + 3 + 1 + 2 + 1) + 13)
  })

  it('reads back whatever stands in it, with a right check value and eleven modules a value', () => {
    const text = fc.string({
      unit: fc.constantFrom(...Array.from({ length: 95 }, (_, code) => String.fromCharCode(code + 32))),
      minLength: 1,
      maxLength: 30,
    })
    const digits = fc.string({
      unit: fc.constantFrom(...Array.from('0123456789AB')),
      minLength: 1,
      maxLength: 24,
    })
    fc.assert(
      fc.property(fc.oneof(text, digits), (content) => {
        const values = code128Values(content)
        expect(decode(values)).toBe(content)
        const sum = values.slice(0, -1).reduce((total, value, index) => total + value * Math.max(1, index), 0)
        expect(values.at(-1)).toBe(sum % 103)
        expect(encodeCode128(content)).toHaveLength(values.length * 11 + 13)
      }),
    )
  })

  it('has no two values with one pattern, and every pattern three bars of an even sum', () => {
    const patterns = Array.from({ length: 95 }, (_, code) =>
      widthsOf(encodeCode128(String.fromCharCode(code + 32))).slice(6, 12),
    )
    expect(new Set(patterns).size).toBe(95)
    for (const pattern of patterns) {
      const widths = Array.from(pattern, Number)
      expect(widths.reduce((sum, width) => sum + width, 0)).toBe(11)
      expect((widths[0]! + widths[2]! + widths[4]!) % 2).toBe(0)
    }
  })

  it('is refused for what it cannot hold', () => {
    expect(() => encodeCode128('维保')).toThrow(RangeError)
    expect(() => encodeCode128('')).toThrow(RangeError)
  })
})
