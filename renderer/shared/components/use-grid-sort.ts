import { computed, ref, type ComputedRef, type Ref } from 'vue'
import type { GridColumn } from './grid-column.ts'

const COLLATOR = new Intl.Collator('zh-Hans-CN', { numeric: true })

export type GridOrder = { key: string; descending: boolean } | null

export interface GridSort<Row> {
  rows: ComputedRef<readonly Row[]>
  /** For `aria-sort`. */
  directionOf: (key: string) => 'ascending' | 'descending' | 'none'
  /** Up, down, and as the list came. */
  turn: (key: string) => void
  order: Ref<GridOrder>
}

export function useGridSort<Row>(
  rows: () => readonly Row[],
  columns: () => readonly GridColumn<Row>[],
): GridSort<Row> {
  const by = ref<GridOrder>(null)
  const sorted = computed(() => {
    const sort = columns().find(({ key }) => key === by.value?.key)?.sort
    if (!sort) return rows()
    const sign = by.value?.descending === true ? -1 : 1
    return rows()
      .map((row) => ({ row, value: sort(row) }))
      .sort((one, other) => sign * compare(one.value, other.value))
      .map(({ row }) => row)
  })
  return {
    order: by,
    rows: sorted,
    directionOf: (key) => {
      if (by.value?.key !== key) return 'none'
      return by.value.descending ? 'descending' : 'ascending'
    },
    turn: (key) => {
      if (by.value?.key !== key) by.value = { key, descending: false }
      else by.value = by.value.descending ? null : { key, descending: true }
    },
  }
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return COLLATOR.compare(String(one), String(other))
}
