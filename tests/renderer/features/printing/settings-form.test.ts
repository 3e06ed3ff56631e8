import { describe, expect, it } from 'vitest'
import { DEFAULT_PRINTER_SETTINGS } from '../../../../domain/printing/printer-settings.ts'
import { OWN_SIZE, presetOf, settingsMessages } from '../../../../renderer/features/printing/settings-form.ts'

describe('the printer settings form', () => {
  it('has nothing to say about the defaults', () => {
    expect(settingsMessages(DEFAULT_PRINTER_SETTINGS)).toEqual({})
  })

  it('names a wrong number at its field, nested ones by their path', () => {
    const settings = {
      ...DEFAULT_PRINTER_SETTINGS,
      density: 20,
      size: { widthMm: 20, heightMm: 40, gapMm: 2 },
    }
    expect(settingsMessages(settings)).toEqual({
      density: '打印浓度为 0～15',
      'size.widthMm': '标签宽度不得小于 40 mm',
    })
  })

  it('knows the paper usually sold by its name and any other as its own', () => {
    expect(presetOf({ widthMm: 60, heightMm: 40, gapMm: 3 })).toBe('60×40 mm')
    expect(presetOf({ widthMm: 61, heightMm: 40, gapMm: 2 })).toBe(OWN_SIZE)
  })
})
