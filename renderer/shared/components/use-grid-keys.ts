import { ref, type Ref } from 'vue'

/** Where a grid's one tab stop is; row -1 is the header. */
export interface GridPlace {
  row: number
  column: number
}

interface GridKeysOptions<Row> {
  rows: () => readonly Row[]
  columnCount: () => number
  /** Brings the place into view and the focus to it. */
  focus: (place: GridPlace) => void
  edit: (row: Row) => void
  remove: (row: Row) => void
  toggle: (row: Row) => void
  /** All rows from one to the other, both included. */
  selectBetween: (from: number, to: number) => void
}

const PAGE_ROWS = 10

/** The keys of a grid. Arrows move; with Shift, up and down select all rows they pass. */
export function useGridKeys<Row>(options: GridKeysOptions<Row>): {
  current: Ref<GridPlace>
  pressed: (event: KeyboardEvent) => void
  go: (row: number, column: number) => void
  /** From where Shift selects. */
  anchor: Ref<number>
} {
  const current = ref<GridPlace>({ row: 0, column: 0 })
  const anchor = ref(0)

  function go(row: number, column: number): void {
    current.value = {
      row: Math.max(-1, Math.min(options.rows().length - 1, row)),
      column: clamp(column, options.columnCount() - 1),
    }
    options.focus(current.value)
  }

  function pressed(event: KeyboardEvent): void {
    // Enter that picks a candidate of an input method is not ours.
    if (event.isComposing || !(event.target instanceof HTMLElement)) return
    if (event.target.matches('input, select')) {
      leaveField(event)
      return
    }
    if (toNeighbour(event, event.target)) return
    const inButton = event.target.closest('button, a') !== null
    if (inButton && (event.key === 'Enter' || event.key === ' ')) return
    const action = actionFor(event)
    if (!action) return
    event.preventDefault()
    action()
  }

  /** Within a cell of several buttons the arrows go from one to the next; Enter in the cell goes to the first. */
  function toNeighbour(event: KeyboardEvent, target: HTMLElement): boolean {
    const cell = target.closest('[data-place]')
    const controls = [...(cell?.querySelectorAll<HTMLElement>('button, a') ?? [])]
    const step = event.shiftKey ? undefined : { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const at = controls.indexOf(target)
    const next = step === undefined || at === -1 ? undefined : controls[at + step]
    if (!next) return false
    event.preventDefault()
    next.focus()
    return true
  }

  /** A field inside a cell has its keys for itself, until Enter or Esc give them back to the grid. */
  function leaveField(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    // Esc would close a dialog around the grid.
    event.stopPropagation()
    go(current.value.row, current.value.column)
  }

  function actionFor(event: KeyboardEvent): (() => void) | undefined {
    const { row } = current.value
    const move = moveFor(event)
    if (move && event.shiftKey && row >= 0) {
      return () => {
        go(Math.max(0, move.row), move.column)
        options.selectBetween(anchor.value, current.value.row)
      }
    }
    if (move) {
      return () => {
        go(move.row, move.column)
        anchor.value = Math.max(0, current.value.row)
      }
    }
    if (row < 0) return event.key === 'Enter' || event.key === ' ' ? () => press(event.target) : undefined
    const record = options.rows()[row]
    if (record === undefined) return undefined
    const actions: Record<string, () => void> = {
      Enter: () => {
        if (!press(event.target)) options.edit(record)
      },
      F2: () => {
        options.edit(record)
      },
      Delete: () => {
        options.remove(record)
      },
      ' ': () => {
        anchor.value = row
        options.toggle(record)
      },
    }
    if (event.ctrlKey && event.key === 'a') {
      return () => {
        options.selectBetween(0, options.rows().length - 1)
      }
    }
    return actions[event.key]
  }

  function moveFor(event: KeyboardEvent): GridPlace | undefined {
    const { row, column } = current.value
    const lastRow = options.rows().length - 1
    const moves: Record<string, GridPlace> = {
      ArrowDown: { row: row + 1, column },
      ArrowUp: { row: row - 1, column },
      ArrowRight: { row, column: column + 1 },
      ArrowLeft: { row, column: column - 1 },
      PageDown: { row: row + PAGE_ROWS, column },
      PageUp: { row: Math.max(0, row - PAGE_ROWS), column },
      Home: { row: event.ctrlKey ? 0 : row, column: 0 },
      End: { row: event.ctrlKey ? lastRow : row, column: options.columnCount() - 1 },
    }
    return moves[event.key]
  }

  return { current, pressed, go, anchor }
}

/** Uses the only button of a cell, goes to the first of several or into its field; false where it has neither. */
function press(cell: EventTarget | null): boolean {
  const controls =
    cell instanceof HTMLElement ? [...cell.querySelectorAll<HTMLElement>('button, a, input, select')] : []
  const [control] = controls
  if (control && (controls.length > 1 || control.matches('input, select'))) control.focus()
  else control?.click()
  return control !== undefined
}

function clamp(value: number, last: number): number {
  return Math.max(0, Math.min(last, value))
}
