import { useEventListener } from '@vueuse/core'
import { bridge } from '../../agent/agent.ts'
import {
  keysIn,
  menuShortcuts,
  PAGE_SHORTCUTS,
  pressedKeys,
  WINDOW_SHORTCUTS,
  type Shortcut,
  type WindowDeed,
} from './shortcuts.ts'

/** A page's shortcut with the name of what it presses there. */
export interface PageShortcut extends Shortcut {
  element: HTMLElement
}

/**
 * Listens to the keyboard map for as long as the calling component lives. Behind an open dialog the page stays as it is; only what is typed there
 * can be saved.
 */
export function useWindowKeys(
  menus: () => readonly { name: string }[],
  deeds: Record<WindowDeed, (place: number) => void>,
): void {
  useEventListener(window, 'keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    const pressed = pressedKeys(event)
    if (pressed.length === 1 && isTyping(event.target)) return
    const action = windowAction(pressed) ?? pageAction(pressed)
    if (!action) return
    event.preventDefault()
    if (!event.repeat && (pressed === 'Control+S' || !dialogIsOpen())) action()
  })

  function windowAction(pressed: string): (() => void) | undefined {
    const shortcut = [...WINDOW_SHORTCUTS, ...menuShortcuts(menus())].find(({ keys }) =>
      keys.split(' ').includes(pressed),
    )
    const { deed } = shortcut ?? {}
    if (!deed) return undefined
    return () => {
      deeds[deed](Number(pressed.at(-1)) - 1)
    }
  }
}

function pageAction(pressed: string): (() => void) | undefined {
  const found = pageShortcuts().find((shortcut) => keysIn(bridge.shell, shortcut) === pressed)
  return found && (() => use(found.element))
}

/** The shortcuts that the open page takes part in. */
export function pageShortcuts(): PageShortcut[] {
  return PAGE_SHORTCUTS.flatMap((shortcut) => {
    const element = document.querySelector<HTMLElement>(`main [aria-keyshortcuts="${shortcut.keys}"]`)
    if (!element) return []
    const label = nameOf(element)
    return [{ ...shortcut, label: label === '' ? shortcut.label : label, element }]
  })
}

function nameOf(element: HTMLElement): string {
  const name =
    element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent
  return name.trim()
}

function use(element: HTMLElement): void {
  if (element instanceof HTMLInputElement) {
    element.focus()
    element.select()
  } else element.click()
}

/** Element Plus keeps the frames of closed dialogs. */
function dialogIsOpen(): boolean {
  const frames = document.querySelectorAll('dialog[open], [role=dialog][aria-modal=true]')
  return [...frames].some((frame) => frame.checkVisibility())
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'))
  )
}
