import { describe, expect, it } from 'vitest'
import { LANGUAGE_QUESTIONS } from '../../../domain/printing/language-question.ts'

const spoken = (answer: Uint8Array) =>
  LANGUAGE_QUESTIONS.flatMap(({ isWhole, read }) => (isWhole(answer) ? [read(answer)] : [])).find(
    (found) => found !== null,
  ) ?? null
const text = (answer: string) => Uint8Array.from(answer, (character) => character.charCodeAt(0))

describe('what a printer speaks', () => {
  it.each([0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x08, 0x09, 0x0a, 0x0d, 0x10, 0x20, 0x41, 0x80])(
    'is TSPL when it answers with the status byte %i',
    (byte) => {
      expect(spoken(Uint8Array.of(byte))).toEqual({ language: 'tspl', model: null, dpi: null })
    },
  )

  it.each([
    ['an echo of the question', text('?')],
    ['more than one byte', text('\x00\x00')],
    ['a byte that no state has', Uint8Array.of(0xff)],
    ['printing with the head open', Uint8Array.of(0x21)],
    ['the words of a print server', text('Ready\r\n\x03')],
    ['nothing', new Uint8Array(0)],
  ])('is not known from %s', (_, answer) => {
    expect(spoken(answer)).toBeNull()
  })

  it('is ZPL when it says model, version and dots per millimetre, which give the resolution', () => {
    const says = (dotsPerMm: number) => text(`\x02ZD621,V93.21.17Z,${dotsPerMm},8176KB,X\x03\r\n`)
    expect(spoken(says(8))).toEqual({ language: 'zpl', model: 'ZD621', dpi: 203 })
    expect(spoken(says(12))).toEqual({ language: 'zpl', model: 'ZD621', dpi: 300 })
    expect(spoken(says(24))).toEqual({ language: 'zpl', model: 'ZD621', dpi: null })
  })

  it('is asked of TSPL first, which harms nothing, and of an answer cut short not at all', () => {
    expect(LANGUAGE_QUESTIONS.map(({ request }) => String.fromCharCode(...request))).toEqual([
      '\x1b!?',
      '~HI\r\n',
    ])
    expect(LANGUAGE_QUESTIONS[1]?.isWhole(text('\x02ZD621,V93'))).toBe(false)
  })
})
