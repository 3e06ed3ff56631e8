import { duplicateElements, moveElements, resizeElement } from '../../../domain/labels/design/design-edits.ts'
import { DESIGN_STEP_MM } from '../../../domain/labels/design/label-design.ts'
import type { Designer } from './use-designer.ts'

export const KEY_STEP_MM = 0.5
const LARGE_STEP_MM = 1

/** Directions of the arrow keys. */
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/**
 * What a key does to the selected elements, on the canvas and in the list alike: arrows move by 0.5 mm, with Shift by 1 mm, with Alt by one
 * step of the grid; with Ctrl they resize. False for a key that means nothing here.
 */
export function pressDesignKey(designer: Designer, event: Pressed, nextId: () => string): boolean {
  const command = event.ctrlKey || event.metaKey
  const arrow = ARROWS[event.key]
  if (arrow) return pressArrow(designer, arrow, event, command)
  if (event.key === 'Delete') {
    designer.removeSelected()
    return true
  }
  if (event.key === 'Escape' && designer.selectedIds.value.length > 0) {
    designer.selectOnly([])
    return true
  }
  if (!command) return false
  switch (event.key.toLowerCase()) {
    case 'a':
      designer.selectOnly(designer.design.value.elements.map(({ id }) => id))
      return true
    case 'd': {
      if (designer.selectedIds.value.length === 0) return true
      const { design, ids } = duplicateElements(designer.design.value, designer.selectedIds.value, nextId)
      designer.edit(design)
      designer.selectOnly(ids)
      return true
    }
    default:
      return false
  }
}

function pressArrow(
  designer: Designer,
  [across, down]: readonly [number, number],
  event: Pressed,
  isResizing: boolean,
): boolean {
  const selected = designer.selected.value
  const [first] = selected
  if (!first) return false
  const step = event.shiftKey ? LARGE_STEP_MM : event.altKey ? DESIGN_STEP_MM : KEY_STEP_MM
  const { design } = designer
  if (!isResizing) {
    const ids = selected.map(({ id }) => id)
    designer.edit(moveElements(design.value, ids, across * step, down * step), `key-move-${ids.join()}`)
  } else if (selected.length === 1) {
    const { id, widthMm, heightMm } = first
    const next = resizeElement(design.value, id, widthMm + across * step, heightMm + down * step)
    designer.edit(next, `key-size-${id}`)
  }
  return true
}

/** Ctrl+Z and Ctrl+Y (or Ctrl+Shift+Z), wherever the focus is on the page. */
export function pressHistoryKey(designer: Designer, event: Pressed): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false
  const key = event.key.toLowerCase()
  if (key === 'z' && !event.shiftKey) designer.undo()
  else if (key === 'y' || (key === 'z' && event.shiftKey)) designer.redo()
  else return false
  return true
}
