import { useLocalStorage } from '@vueuse/core'
import { computed, type ComputedRef, type Ref } from 'vue'
import { z } from 'zod'
import type { GridColumn } from './grid-column.ts'

const WIDTH_MIN = 48
const WIDTH_MAX = 600
const Settings = z.object({
  hidden: z.array(z.string()).catch([]),
  order: z.array(z.string()).catch([]),
  widths: z.record(z.string(), z.number()).catch({}),
})
type Settings = z.infer<typeof Settings>
/** Which columns are hidden, their order and widths, by key. */
export type GridColumnSettings = Settings
const AS_BUILT: Settings = { hidden: [], order: [], widths: {} }

export interface GridColumns<Row> {
  /** As somebody has set them: without the hidden ones, in his order and widths. */
  shown: ComputedRef<GridColumn<Row>[]>
  /** All that can be set, in their order; columns at the edge always stay. */
  settable: ComputedRef<{ column: GridColumn<Row>; hidden: boolean }[]>
  setHidden: (key: string, hidden: boolean) => void
  setWidth: (key: string, width: number) => void
  /** By one place up (-1) or down (1). */
  move: (key: string, by: -1 | 1) => void
  reset: () => void
  changed: ComputedRef<boolean>
  settings: Ref<GridColumnSettings>
}

/** Column settings, remembered on this workstation under `name`; null remembers nothing. They hold keys of columns and pixels, nothing of anybody. */
export function useGridColumns<Row>(
  columns: () => readonly GridColumn<Row>[],
  name: string | null,
): GridColumns<Row> {
  const settings = useLocalStorage<Settings>(`grid-columns-${name ?? 'none'}`, AS_BUILT, {
    writeDefaults: false,
    serializer: { read: readSettings, write: (value) => JSON.stringify(value) },
  })
  const ordered = computed(() => {
    if (name === null) return [...columns()]
    const { order, widths } = settings.value
    const placeOf = ({ key, fixed }: GridColumn<Row>, index: number) =>
      fixed ? Number.MAX_SAFE_INTEGER : order.includes(key) ? order.indexOf(key) : order.length + index
    return columns()
      .map((column, index) => ({ column, place: placeOf(column, index) }))
      .sort((one, other) => one.place - other.place)
      .map(({ column }) => {
        const width = widths[column.key]
        return width === undefined ? column : { ...column, width }
      })
  })
  const isHidden = ({ key, fixed }: GridColumn<Row>) => !fixed && settings.value.hidden.includes(key)
  const settable = computed(() =>
    ordered.value.filter(({ fixed }) => !fixed).map((column) => ({ column, hidden: isHidden(column) })),
  )
  const keys = () => settable.value.map(({ column }) => column.key)

  return {
    shown: computed(() => ordered.value.filter((column) => name === null || !isHidden(column))),
    settable,
    setHidden: (key, hidden) => {
      const others = settings.value.hidden.filter((other) => other !== key)
      // The last one stays: a list without columns shows nothing.
      if (hidden && keys().length - others.length <= 1) return
      settings.value = { ...settings.value, hidden: hidden ? [...others, key] : others }
    },
    setWidth: (key, width) => {
      const fitting = Math.round(Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, width)))
      settings.value = { ...settings.value, widths: { ...settings.value.widths, [key]: fitting } }
    },
    move: (key, by) => {
      const order = keys()
      const from = order.indexOf(key)
      const neighbour = order[from + by]
      if (from < 0 || neighbour === undefined) return
      order[from] = neighbour
      order[from + by] = key
      settings.value = { ...settings.value, order }
    },
    reset: () => {
      settings.value = AS_BUILT
    },
    settings,
    changed: computed(() => JSON.stringify(settings.value) !== JSON.stringify(AS_BUILT)),
  }
}

function readSettings(text: string): Settings {
  try {
    return Settings.parse(JSON.parse(text))
  } catch {
    // Whatever stands there, the columns as they were built are always right.
    return AS_BUILT
  }
}
