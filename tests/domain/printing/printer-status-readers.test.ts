import { describe, expect, it } from 'vitest'
import {
  readTsplStatus,
  readTsplStatusByte,
  readUsbPortStatus,
  readZplErrors,
  readZplHostStatus,
  readZplIdentification,
} from '../../../domain/printing/printer-status-readers.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)
const ascii = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const silence = bytes()

describe('readTsplStatusByte', () => {
  it.each([
    [0x00, ['ready']],
    [0x01, ['head-open']],
    [0x02, ['jam']],
    [0x04, ['paper-out']],
    [0x05, ['head-open', 'paper-out']],
    [0x08, ['ribbon-out']],
    [0x0d, ['head-open', 'paper-out', 'ribbon-out']],
    [0x10, ['paused']],
    [0x20, ['printing']],
    [0x80, ['error']],
  ])('reads 0x%s', (byte, conditions) => {
    const status = readTsplStatusByte(bytes(byte))
    expect(status.conditions).toEqual(conditions)
    expect(status.state).toBe(conditions[0])
  })

  it('takes silence for not answering', () => {
    expect(readTsplStatusByte(silence).state).toBe('not-answering')
  })
})

describe('readTsplStatus', () => {
  const answer = (activity: string, errors = 0x40, media = 0x40) =>
    bytes(0x02, activity.charCodeAt(0), 0x40, errors, media, 0x03, 0x0d, 0x0a)

  it('reads ready, printing, paused', () => {
    expect(readTsplStatus(answer('@')).state).toBe('ready')
    expect(readTsplStatus(answer('P')).state).toBe('printing')
    expect(readTsplStatus(answer('`')).state).toBe('paused')
  })

  it('reads paper, ribbon and heat', () => {
    expect(readTsplStatus(answer('E', 0x40, 0x41)).state).toBe('paper-out')
    expect(readTsplStatus(answer('E', 0x40, 0x44)).state).toBe('ribbon-out')
    expect(readTsplStatus(answer('E', 0x41, 0x40))).toMatchObject({
      state: 'error',
      detail: '打印头过热，等打印机冷却后再打印',
    })
  })

  it('does not guess at a strange answer', () => {
    expect(readTsplStatus(ascii('OK\r\n')).state).toBe('unknown')
    expect(readTsplStatus(answer('@').subarray(0, 4)).state).toBe('unknown')
    expect(readTsplStatus(silence).state).toBe('not-answering')
  })
})

describe('readZplErrors', () => {
  const answer = (errors: string, warnings = '0 00000000 00000000') =>
    ascii(
      `\x02\r\n\r\n  PRINTER STATUS\r\n   ERRORS:         ${errors}\r\n   WARNINGS:       ${warnings}\r\n\x03`,
    )

  it('reads the bits of the error group', () => {
    expect(readZplErrors(answer('0 00000000 00000000')).conditions).toEqual(['ready'])
    expect(readZplErrors(answer('1 00000000 00000005')).conditions).toEqual(['head-open', 'paper-out'])
    expect(readZplErrors(answer('1 00000000 00000002')).state).toBe('ribbon-out')
    expect(readZplErrors(answer('1 00000000 00010000')).state).toBe('paused')
    expect(readZplErrors(answer('1 00000000 00000400')).state).toBe('error')
  })

  it('tells of warnings while ready', () => {
    const status = readZplErrors(answer('0 00000000 00000000', '1 00000000 0000000A'))
    expect(status).toMatchObject({ state: 'ready', detail: '需要清洁打印头；标签纸即将用完' })
  })

  it('does not guess', () => {
    expect(readZplErrors(silence).state).toBe('not-answering')
    expect(readZplErrors(ascii('hello')).state).toBe('unknown')
  })
})

describe('readZplHostStatus', () => {
  const answer = (first: string, second: string) =>
    ascii(`\x02${first}\x03\r\n\x02${second}\x03\r\n\x021234,0\x03\r\n`)
  const READY = '030,0,0,0320,000,0,0,0,000,0,0,0'
  const IDLE = '001,0,0,0,1,2,4,0,00000000,1,000'

  it('reads ready and the labels to come', () => {
    expect(readZplHostStatus(answer(READY, IDLE))).toMatchObject({ state: 'ready', labelsRemaining: 0 })
    const busy = readZplHostStatus(
      answer(READY.replace(',000,', ',002,'), IDLE.replace('00000000', '00000004')),
    )
    expect(busy).toMatchObject({ state: 'printing', labelsRemaining: 4 })
  })

  it('reads paper out, paused, head up, ribbon out', () => {
    expect(readZplHostStatus(answer(READY.replace('030,0,0', '030,1,0'), IDLE)).state).toBe('paper-out')
    expect(readZplHostStatus(answer(READY.replace('030,0,0', '030,0,1'), IDLE)).state).toBe('paused')
    expect(readZplHostStatus(answer(READY, IDLE.replace('001,0,0,0', '001,0,1,0'))).state).toBe('head-open')
    expect(readZplHostStatus(answer(READY, IDLE.replace('001,0,0,0', '001,0,0,1'))).state).toBe('ribbon-out')
  })

  it('takes silence, Zebra’s answer when paper is out, for not answering', () => {
    expect(readZplHostStatus(silence).state).toBe('not-answering')
    expect(readZplHostStatus(ascii('\x02030,0\x03')).state).toBe('unknown')
  })
})

describe('readUsbPortStatus', () => {
  it.each([
    [0x18, 'ready'],
    [0x38, 'paper-out'],
    [0x10, 'error'],
    [0x08, 'paused'],
  ])('reads %s', (byte, state) => {
    expect(readUsbPortStatus(byte).state).toBe(state)
  })
})

describe('readZplIdentification', () => {
  it('tells model and resolution', () => {
    expect(readZplIdentification(ascii('\x02ZD421-300dpi,V93.21.07Z,12,8192KB\x03\r\n'))).toEqual({
      model: 'ZD421-300dpi',
      dotsPerMm: 12,
    })
    expect(readZplIdentification(ascii('TSC'))).toBeNull()
  })
})
