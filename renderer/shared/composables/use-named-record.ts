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
  const route = useRoute()
  const { path } = route
  let taken: unknown
  watch(
    [() => route.query[queryName], rows] as const,
    ([named, list]) => {
      // The page is on its way out: another page's address is none of its business.
      if (route.path !== path) return
      if (typeof named !== 'string') taken = undefined
      if (typeof named !== 'string' || named === taken) return
      const [id, rest = ''] = named.split(':')
      const row = list?.find((candidate) => idOf(candidate) === id)
      if (!row) return
      taken = named
      // The dialog stands in the template, which comes after this.
      void nextTick(() => {
        open(row, rest)
      })
    },
    { immediate: true },
  )
}
