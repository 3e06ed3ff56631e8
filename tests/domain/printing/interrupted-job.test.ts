import { describe, expect, it } from 'vitest'
import { endInterruptedJob } from '../../../domain/printing/interrupted-job.ts'

const text = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

describe('endInterruptedJob', () => {
  it('is nothing when no job was cut off', () => {
    expect(endInterruptedJob('tspl', 0)).toHaveLength(0)
    expect(endInterruptedJob('zpl', 0)).toHaveLength(0)
  })

  it('fills up the picture a TSPL printer may be waiting for, then clears it without printing', () => {
    const filler = text(endInterruptedJob('tspl', 500))
    expect(filler).toMatch(/^X\0{500}\r\nCLS\r\n$/)
  })

  it('drops the format a ZPL printer has begun', () => {
    expect(text(endInterruptedJob('zpl', 500))).toBe('~JA\r\n')
  })

  it.each([
    ['epl', /^X\0{500}\nN\n$/],
    ['cpcl', /^X\0{500}\r\nABORT\r\n$/],
    ['esc-pos', /^\0{500}\x1b@$/],
  ] as const)('fills up and clears what a printer of %s may be waiting for', (language, filler) => {
    expect(text(endInterruptedJob(language, 500))).toMatch(filler)
  })
})
