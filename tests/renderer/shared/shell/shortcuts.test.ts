import { describe, expect, it } from 'vitest'
import {
  keyNames,
  keysIn,
  menuShortcuts,
  PAGE_SHORTCUTS,
  pressedKeys,
  WINDOW_SHORTCUTS,
} from '../../../../renderer/shared/shell/shortcuts.ts'

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

describe('a pressed key', () => {
  it.each([
    [{ ctrlKey: true, key: 'k', code: 'KeyK' }, 'Control+K'],
    [{ metaKey: true, key: 'k', code: 'KeyK' }, 'Control+K'],
    [{ ctrlKey: true, shiftKey: true, key: 'E', code: 'KeyE' }, 'Control+Shift+E'],
    [{ altKey: true, key: '¡', code: 'Digit1' }, 'Alt+1'],
    [{ shiftKey: true, key: '?', code: 'Slash' }, '?'],
    [{ key: 'F1', code: 'F1' }, 'F1'],
  ])('is written as the keyboard map writes it: %o', (event, keys) => {
    expect(pressedKeys({ ...none, ...event })).toBe(keys)
  })
})

describe('the keyboard map', () => {
  it('gives no key two meanings in either shell', () => {
    const menus = menuShortcuts([
      { name: '首页' },
      { name: '业务管理' },
      { name: '综合服务' },
      { name: '执业活动' },
    ])
    const all = [...WINDOW_SHORTCUTS, ...PAGE_SHORTCUTS, ...menus]
    for (const shell of ['electron', 'browser']) {
      const keys = all.flatMap((shortcut) => keysIn(shell, shortcut).split(' '))
      expect(new Set(keys).size).toBe(keys.length)
    }
    expect(menus.map(({ keys, label }) => [keys, label]).at(-1)).toEqual(['Alt+4', '执业活动'])
  })

  it('names keys as they stand on the keyboard', () => {
    expect(keyNames('Control+Shift+E', false)).toEqual([['Ctrl', 'Shift', 'E']])
    expect(keyNames('Control+K', true)).toEqual([['⌘', 'K']])
    expect(keyNames('ArrowUp ArrowDown', false)).toEqual([['↑'], ['↓']])
  })
})
