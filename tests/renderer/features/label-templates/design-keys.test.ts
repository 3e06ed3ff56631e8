import { describe, expect, it } from 'vitest'
import { startingDesign } from '../../../../domain/labels/design/starting-design.ts'
import { DEFAULT_LABEL_SIZE } from '../../../../domain/labels/label-size.ts'
import { pressDesignKey, pressHistoryKey } from '../../../../renderer/features/label-templates/design-keys.ts'
import { useDesigner } from '../../../../renderer/features/label-templates/use-designer.ts'

const key = (name: string, held: Partial<Record<'ctrlKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

function setUp() {
  const designer = useDesigner(startingDesign(DEFAULT_LABEL_SIZE))
  const press = (...pressed: Parameters<typeof key>) =>
    pressDesignKey(designer, key(...pressed), () => 'copy')
  const qr = () => designer.design.value.elements.find(({ id }) => id === 'qr')!
  designer.select('qr')
  return { designer, press, qr }
}

describe('keys of the designer', () => {
  it('move by half a millimetre, by one with Shift, by a step of the grid with Alt', () => {
    const { press, qr } = setUp()
    const { xMm } = qr()
    press('ArrowLeft')
    expect(qr().xMm).toBe(xMm - 0.5)
    press('ArrowLeft', { shiftKey: true })
    expect(qr().xMm).toBe(xMm - 1.5)
    press('ArrowLeft', { altKey: true })
    expect(qr().xMm).toBe(xMm - 1.625)
  })

  it('resize with Ctrl, delete, copy and undo all of it', () => {
    const { designer, press, qr } = setUp()
    const start = designer.design.value
    const { widthMm } = qr()
    press('ArrowRight', { ctrlKey: true })
    expect(qr().widthMm).toBe(widthMm + 0.5)
    press('ArrowLeft', { ctrlKey: true, shiftKey: true })
    press('d', { ctrlKey: true })
    expect(designer.selectedIds.value).toEqual(['copy'])
    press('Delete')
    while (designer.canUndo.value) pressHistoryKey(designer, key('z', { ctrlKey: true }))
    expect(designer.design.value).toEqual(start)
    expect(pressHistoryKey(designer, key('y', { ctrlKey: true }))).toBe(true)
    expect(press('q')).toBe(false)
  })
})
