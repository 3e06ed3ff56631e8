import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import { removeElements } from '../../../domain/labels/design/design-edits.ts'
import {
  beginHistory,
  endGesture,
  recordEdit,
  redoEdit,
  undoEdit,
  type EditHistory,
} from '../../../domain/labels/design/edit-history.ts'
import type { DesignElement, LabelDesign } from '../../../domain/labels/design/label-design.ts'

/** A design under work with its history and what is selected of it. */
export interface Designer {
  design: ComputedRef<LabelDesign>
  selectedIds: Ref<readonly string[]>
  selected: ComputedRef<DesignElement[]>
  canUndo: ComputedRef<boolean>
  canRedo: ComputedRef<boolean>
  /** Edits under one gesture's name are undone together. */
  edit: (next: LabelDesign, gesture?: string) => void
  endGesture: () => void
  undo: () => void
  redo: () => void
  /** With `more` the element is added to the selection, or taken out of it. */
  select: (id: string, more?: boolean) => void
  selectOnly: (ids: readonly string[]) => void
  removeSelected: () => void
  /** Another design stands there now: a draft that was found. Nothing of before can be undone. */
  reset: (design: LabelDesign) => void
}

export function useDesigner(start: LabelDesign): Designer {
  const history = shallowRef<EditHistory<LabelDesign>>(beginHistory(start))
  const selectedIds = ref<readonly string[]>([])
  const design = computed(() => history.value.present)
  const selected = computed(() => design.value.elements.filter(({ id }) => selectedIds.value.includes(id)))

  function edit(next: LabelDesign, gesture?: string): void {
    history.value = recordEdit(history.value, next, gesture ?? null)
  }

  /** What undo took away cannot stay selected. */
  function step(next: EditHistory<LabelDesign>): void {
    history.value = next
    const known = new Set(next.present.elements.map(({ id }) => id))
    selectedIds.value = selectedIds.value.filter((id) => known.has(id))
  }

  return {
    design,
    selectedIds,
    selected,
    canUndo: computed(() => history.value.past.length > 0),
    canRedo: computed(() => history.value.future.length > 0),
    edit,
    endGesture: () => (history.value = endGesture(history.value)),
    undo: () => step(undoEdit(history.value)),
    redo: () => step(redoEdit(history.value)),
    select(id, more = false) {
      const isSelected = selectedIds.value.includes(id)
      if (!more) selectedIds.value = [id]
      else if (isSelected) selectedIds.value = selectedIds.value.filter((other) => other !== id)
      else selectedIds.value = [...selectedIds.value, id]
    },
    selectOnly: (ids) => (selectedIds.value = ids),
    removeSelected() {
      if (selectedIds.value.length === 0) return
      edit(removeElements(design.value, selectedIds.value))
      selectedIds.value = []
    },
    reset: (other) => step(beginHistory(other)),
  }
}
