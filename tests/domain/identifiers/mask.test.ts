import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskName, maskPersonalNumber, maskPhone } from '../../../domain/identifiers/mask.ts'

describe('masks', () => {
  it('show an ID number by its first three and last four', () => {
    expect(maskPersonalNumber('320102199003071106')).toBe('320***********1106')
  })

  it('show a mobile by its first three and last four', () => {
    expect(maskPhone('13812347719')).toBe('138****7719')
  })

  it('show less of shorter numbers', () => {
    expect(maskPersonalNumber('H12345678')).toBe('H1*****78')
    expect(maskPersonalNumber('A1234')).toBe('A****')
    expect(maskPersonalNumber('A12')).toBe('***')
    expect(maskPersonalNumber('')).toBe('')
  })

  it('never reveal the middle, and hide at least a third, whatever the number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{1,40}$/), (number) => {
        const masked = maskPersonalNumber(number)
        const stars = masked.replace(/[^*]/g, '').length
        expect(masked).toHaveLength(number.length)
        expect(masked).toMatch(/^[^*]{0,3}\*+[^*]{0,4}$/)
        expect(stars).toBeGreaterThanOrEqual(Math.ceil(number.length / 3))
      }),
    )
  })

  it('give the same for numbers that differ only in the middle', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{11}$/), fc.stringMatching(/^\d{11}$/), (a, b) => {
        expect(maskPersonalNumber(`320${a}1106`)).toBe(maskPersonalNumber(`320${b}1106`))
      }),
    )
  })

  it('show the first character of a name', () => {
    expect(maskName('李建国')).toBe('李**')
    expect(maskName('张三')).toBe('张*')
    expect(maskName('𠮷田太郎')).toBe('𠮷**')
    expect(maskName('')).toBe('')
  })
})
