import { describe, expect, it } from 'vitest'
import { printerStatus, PRINTER_STATES } from '../../../../domain/printing/printer-status.ts'
import { printerName, printerVerdict } from '../../../../renderer/shared/printing/printer-words.ts'

const ready = {
  transport: 'usb',
  connected: true,
  paused: false,
  language: 'tspl',
  status: printerStatus(['ready']),
} as const

describe('the words for a printer', () => {
  it('tell two equal printers apart by the end of their serial numbers', () => {
    const printer = {
      transport: 'usb',
      maker: 'TSC',
      model: 'TTP-244 Pro',
      serial: 'A1234567',
      name: '',
      address: null,
    } as const
    expect(printerName(printer)).toBe('TSC TTP-244 Pro（234567）')
    expect(printerName({ ...printer, model: 'TSC TTP-244 Pro', serial: null })).toBe('TSC TTP-244 Pro')
  })

  it('call a network printer by the name the user gave it, else by its address', () => {
    const printer = { transport: 'network', maker: '', model: 'ZD621', serial: null } as const
    expect(printerName({ ...printer, name: '前台', address: '192.168.1.9:9100' })).toBe('前台')
    expect(printerName({ ...printer, name: '', address: '192.168.1.9:9100' })).toBe(
      'ZD621（192.168.1.9:9100）',
    )
  })

  it('tell of a network printer that cannot be reached why, and not of its cable', () => {
    const status = printerStatus(['not-answering'], { detail: '连不上打印机 192.168.1.9:9100' })
    const verdict = { ...ready, transport: 'network', language: null, status } as const
    expect(printerVerdict({ ...verdict, connected: false })).toMatchObject({
      text: '未连接',
      action: '连不上打印机 192.168.1.9:9100',
    })
    expect(printerVerdict(verdict).text).toBe('打印机没有应答')
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
