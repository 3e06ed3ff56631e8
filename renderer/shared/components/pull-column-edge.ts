/** While the pointer holds the edge of a header it pressed on, tells how wide the column is to be. */
export function pullColumnEdge(event: PointerEvent, widen: (widthPx: number) => void): void {
  const header = event.target instanceof HTMLElement ? event.target.closest('th') : null
  if (!header) return
  const widthBefore = header.offsetWidth
  const handle = new AbortController()
  const options = { signal: handle.signal }
  const pull = ({ clientX }: PointerEvent) => {
    widen(widthBefore + clientX - event.clientX)
  }
  window.addEventListener('pointermove', pull, options)
  window.addEventListener(
    'pointerup',
    () => {
      handle.abort()
    },
    options,
  )
}
