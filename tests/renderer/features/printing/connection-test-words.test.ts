import { describe, expect, it } from 'vitest'
import { printerStatus } from '../../../../domain/printing/printer-status.ts'
import { connectionTestWords } from '../../../../renderer/features/printing/connection-test-words.ts'

describe('the words for a connection test', () => {
  it('tell model, language, resolution and state', () => {
    const found = { language: 'zpl', model: 'ZD621', dpi: 300, status: printerStatus(['ready']) } as const
    expect(connectionTestWords(found)).toEqual({
      kind: 'good',
      text: '已连接：ZD621，ZPL（斑马等），300 dpi，打印机就绪',
    })
  })

  it('say what to do when a label could not be printed now', () => {
    const found = { language: 'tspl', model: null, dpi: null } as const
    const words = connectionTestWords({ ...found, status: printerStatus(['paper-out']) })
    expect(words.kind).toBe('attention')
    expect(words.text).toMatch(/^已连接：TSPL.*，打印机缺纸。装入标签纸/)
  })

  it('say that the language must be chosen when the printer does not tell it', () => {
    const found = { language: null, model: null, dpi: null, status: printerStatus(['unknown']) }
    expect(connectionTestWords(found).text).toContain('请在设置中选择')
  })
})
