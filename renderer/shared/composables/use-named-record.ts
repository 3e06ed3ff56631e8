import { nextTick, watch } from 'vue'
import { useRoute } from 'vue-router'

/**
 * Opens what the address names (`?withdraw=<id>`) as soon as it is in the list. Once: closing it again is not undone by the next refresh.
 * A name may carry more after a colon, which `open` is handed.
 */
export function useNamedRecord<Row>(
  queryName: string,
  rows: () => readonly Row[] | null,
  idOf: (row: Row) => string,
  open: (row: Row, rest: string) => void,
): void {
  const named = useRoute().query[queryName]
  if (typeof named !== 'string') return
  const [id, rest = ''] = named.split(':')
  const stop = watch(
    rows,
    (list) => {
      const row = list?.find((candidate) => idOf(candidate) === id)
      if (!row) return
      // The dialog stands in the template, which comes after this.
      void nextTick(() => {
        stop()
        open(row, rest)
      })
    },
    { immediate: true },
  )
}
