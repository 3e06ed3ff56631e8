import { ref, type Ref } from 'vue'
import { moveElements, resizeElement } from '../../../domain/labels/design/design-edits.ts'
import type { LabelDesign } from '../../../domain/labels/design/label-design.ts'
import { snapBox, type SnapLine } from '../../../domain/labels/design/snap-lines.ts'
import type { Designer } from './use-designer.ts'

export type Handle = 'move' | 'right' | 'bottom' | 'corner'

interface Drag {
  pointerId: number
  handle: Handle
  id: string
  startX: number
  startY: number
  before: LabelDesign
  gesture: string
}

const SNAP_REACH_PX = 6

/** Moving and resizing by the pointer. Snap lines show while something is held; Alt held down lets it go where it will. */
export function useDragging(
  designer: Designer,
  pixelsPerMm: () => number,
): {
  lines: Readonly<Ref<readonly SnapLine[]>>
  begin: (event: PointerEvent, id: string, handle: Handle) => void
  move: (event: PointerEvent) => void
  end: (event: PointerEvent) => void
} {
  const lines = ref<readonly SnapLine[]>([])
  let drag: Drag | null = null
  let count = 0

  function begin(event: PointerEvent, id: string, handle: Handle): void {
    if (event.button !== 0) return
    const isMore = event.shiftKey || event.ctrlKey || event.metaKey
    if (isMore || !designer.selectedIds.value.includes(id)) designer.select(id, isMore)
    if (isMore || !(event.currentTarget instanceof Element)) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drag = {
      pointerId: event.pointerId,
      handle,
      id,
      startX: event.clientX,
      startY: event.clientY,
      before: designer.design.value,
      gesture: `drag-${++count}`,
    }
  }

  function move(event: PointerEvent): void {
    if (drag?.pointerId !== event.pointerId) return
    const across = (event.clientX - drag.startX) / pixelsPerMm()
    const down = (event.clientY - drag.startY) / pixelsPerMm()
    const element = drag.before.elements.find(({ id }) => id === drag?.id)
    if (!element) return
    designer.edit(
      drag.handle === 'move'
        ? moved(drag, element, across, down, event.altKey)
        : resizeElement(
            drag.before,
            drag.id,
            element.widthMm + (drag.handle === 'bottom' ? 0 : across),
            element.heightMm + (drag.handle === 'right' ? 0 : down),
          ),
      drag.gesture,
    )
  }

  function moved(
    { before, id }: Drag,
    { xMm, yMm, widthMm, heightMm }: LabelDesign['elements'][number],
    across: number,
    down: number,
    isFree: boolean,
  ): LabelDesign {
    const ids = designer.selectedIds.value.includes(id) ? designer.selectedIds.value : [id]
    const target = { xMm: xMm + across, yMm: yMm + down, widthMm, heightMm }
    const reachMm = isFree ? 0 : SNAP_REACH_PX / pixelsPerMm()
    const snapped = snapBox(before, target, ids, reachMm)
    lines.value = isFree ? [] : snapped.lines
    return moveElements(before, ids, snapped.xMm - xMm, snapped.yMm - yMm)
  }

  function end(event: PointerEvent): void {
    if (drag?.pointerId !== event.pointerId) return
    drag = null
    lines.value = []
    designer.endGesture()
  }

  return { lines, begin, move, end }
}
