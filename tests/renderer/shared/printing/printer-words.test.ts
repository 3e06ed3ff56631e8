import { describe, expect, it } from 'vitest'
import { printerStatus, PRINTER_STATES } from '../../../../domain/printing/printer-status.ts'
import { printerName, printerVerdict } from '../../../../renderer/shared/printing/printer-words.ts'

const ready = {
  connected: true,
  paused: false,
  language: 'tspl',
  status: printerStatus(['ready']),
} as const

describe('the words for a printer', () => {
  it('tell two equal printers apart by the end of their serial numbers', () => {
    const printer = { transport: 'usb', maker: 'TSC', model: 'TTP-244 Pro', serial: 'A1234567' } as const
    expect(printerName(printer)).toBe('TSC TTP-244 Pro（234567）')
    expect(printerName({ ...printer, model: 'TSC TTP-244 Pro', serial: null })).toBe('TSC TTP-244 Pro')
  })

  it('say what to do for every state in which it cannot print', () => {
    for (const state of PRINTER_STATES) {
      const verdict = printerVerdict({ ...ready, status: printerStatus([state]) })
      expect(verdict.action === '', state).toBe(state === 'ready' || state === 'printing')
    }
  })

  it('put what stops everything first: no connection, no language, then the pause', () => {
    const paused = { ...ready, paused: true, language: null }
    expect(printerVerdict({ ...paused, connected: false }).text).toBe('未连接')
    expect(printerVerdict(paused).text).toBe('未识别打印语言')
    expect(printerVerdict({ ...paused, language: 'zpl' }).text).toBe('已暂停')
  })
})
