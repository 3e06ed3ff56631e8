import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeLabelSerial, LabelSerial, parseLabelSerial } from '../../../domain/labels/label-serial.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const prefix = fc.string({ unit: fc.constantFrom(...Array.from(ALPHABET)), minLength: 4, maxLength: 4 })
const serial = fc.tuple(prefix, fc.nat(999_999)).map(([of, counter]) => composeLabelSerial(of, counter))

describe('a label serial', () => {
  it('is prefix, six digits and a check character', () => {
    expect(composeLabelSerial('7K2M', 123)).toMatch(/^7K2M-000123-[0-9A-Z]$/)
  })

  it('comes apart into what it was made of', () => {
    fc.assert(
      fc.property(prefix, fc.nat(999_999), (of, counter) => {
        const text = composeLabelSerial(of, counter)
        expect(parseLabelSerial(text)).toEqual({ prefix: of, counter, serial: text })
        expect(LabelSerial.parse(text)).toBe(text)
      }),
    )
  })

  it('betrays every single wrong character', () => {
    fc.assert(
      fc.property(serial, (text) => {
        for (let index = 0; index < text.length; index++) {
          for (const wrong of ALPHABET) {
            if (wrong === text[index]) continue
            expect(parseLabelSerial(text.slice(0, index) + wrong + text.slice(index + 1))).toBeNull()
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  it('betrays every two neighbours swapped, across the hyphens too', () => {
    fc.assert(
      fc.property(serial, (text) => {
        const places = [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 12]
        places.slice(1).forEach((second, index) => {
          const first = places[index]!
          const swapped = Array.from(text)
          swapped[first] = text[second]!
          swapped[second] = text[first]!
          if (swapped.join('') !== text) expect(parseLabelSerial(swapped.join(''))).toBeNull()
        })
      }),
    )
  })

  it('is read as people type it', () => {
    const text = composeLabelSerial('10K2', 101)
    const typed = ` ${text.toLowerCase().replace('1', 'l').replaceAll('0', 'o')} `
    expect(parseLabelSerial(typed)?.serial).toBe(text)
    expect(LabelSerial.safeParse(typed).success).toBe(false)
  })

  it('refuses to be made of what does not fit', () => {
    expect(() => composeLabelSerial('7K2', 1)).toThrow(RangeError)
    expect(() => composeLabelSerial('7K2I', 1)).toThrow(RangeError)
    expect(() => composeLabelSerial('7K2M', 1_000_000)).toThrow(RangeError)
  })
})
