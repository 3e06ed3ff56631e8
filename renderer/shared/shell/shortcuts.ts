/** What the window does by itself; everything else is an element of the page that says so in `aria-keyshortcuts`. */
export type WindowDeed = 'commands' | 'help' | 'manual' | 'save' | 'menu'

export interface Shortcut {
  /** As `aria-keyshortcuts` writes them: modifiers first, joined by +; alternatives apart by blanks. */
  keys: string
  label: string
  /** The same in the browser shell, where the browser keeps `keys` for itself. */
  inBrowser?: string
  deed?: WindowDeed
}

/** The keyboard map of the whole product: what the window listens to, what the pages mark and what the help sheet lists. */
export const WINDOW_SHORTCUTS: readonly Shortcut[] = [
  { keys: 'Control+K', label: '查找页面、操作、人员、项目和标签', deed: 'commands' },
  { keys: 'Control+S', label: '保存草稿（平时自动保存）', deed: 'save' },
  { keys: 'F1', label: '本页帮助', deed: 'manual' },
  { keys: '?', label: '快捷键一览', deed: 'help' },
]

/** A page takes part by an element with these `aria-keyshortcuts`: a field is focused, a button or link is pressed. */
export const PAGE_SHORTCUTS: readonly Shortcut[] = [
  { keys: 'Control+F', label: '在列表中查询' },
  { keys: 'Control+N', label: '添加', inBrowser: 'Alt+N' },
  { keys: 'Control+P', label: '打印' },
  { keys: 'Control+Shift+E', label: '导出' },
]

/** What DataGrid and the dialogs do by themselves. */
export const LIST_SHORTCUTS: readonly Shortcut[] = [
  { keys: 'ArrowUp ArrowDown ArrowLeft ArrowRight', label: '移动到另一格' },
  { keys: 'PageUp PageDown', label: '上下移动 10 行' },
  { keys: 'Control+Home Control+End', label: '第一行、最后一行' },
  { keys: 'Enter', label: '打开，或使用所在格中的按钮' },
  { keys: 'F2', label: '修改' },
  { keys: 'Space', label: '选择、取消选择' },
  { keys: 'Delete', label: '删除' },
]
export const DIALOG_SHORTCUTS: readonly Shortcut[] = [
  { keys: 'Escape', label: '关闭对话框，填写的内容保存为草稿' },
]

/** Alt+1 … for the menus of the title bar, in their order. */
export function menuShortcuts(menus: readonly { name: string }[]): Shortcut[] {
  return menus.map(({ name }, index) => ({ keys: `Alt+${index + 1}`, label: name, deed: 'menu' }))
}

/** The keys that the shell in use listens to. */
export function keysIn(shell: string, { keys, inBrowser }: Shortcut): string {
  return shell === 'browser' ? (inBrowser ?? keys) : keys
}

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** A pressed key as `keys` writes it. ⌘ counts as Control; letters and digits by their place, whatever the input method makes of them. */
export function pressedKeys({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string {
  const command = ctrlKey || metaKey
  if (!command && !altKey) return key
  const place = /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? key
  return [command && 'Control', altKey && 'Alt', shiftKey && 'Shift', place].filter(Boolean).join('+')
}

const KEY_WORDS: Record<string, string> = {
  Control: 'Ctrl',
  Escape: 'Esc',
  Delete: 'Delete',
  Space: '空格',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
}

/** Alternatives apart by blanks, each a list of the keys to be held together, in the words that stand on the keyboard. */
export function keyNames(keys: string, mac: boolean): string[][] {
  return keys
    .split(' ')
    .map((together) =>
      together.split('+').map((key) => (mac && key === 'Control' ? '⌘' : (KEY_WORDS[key] ?? key))),
    )
}
