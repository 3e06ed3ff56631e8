import type { GridColumnSettings } from './use-grid-columns.ts'
import type { GridOrder } from './use-grid-sort.ts'

/** How a grid shows its rows, whichever these are. */
export interface GridLook {
  sort: GridOrder
  /** null for a grid whose columns cannot be set. */
  columns: GridColumnSettings | null
}
