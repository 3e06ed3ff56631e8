/** What the designer does to a design. Every function answers a new design and leaves the old one alone: undo keeps them. */
import { DESIGN_STEP_MM, onDesignGrid } from './label-design.ts'
import type { Box, DesignElement, LabelDesign } from './label-design.ts'

export type Edge = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'
export type Axis = 'across' | 'down'

export function addElement(design: LabelDesign, element: DesignElement): LabelDesign {
  return { ...design, elements: [...design.elements, element] }
}

export function removeElements(design: LabelDesign, ids: readonly string[]): LabelDesign {
  return { ...design, elements: design.elements.filter(({ id }) => !ids.includes(id)) }
}

/** Changes of another kind's fields have no effect. */
export function changeElement(design: LabelDesign, changed: DesignElement): LabelDesign {
  return {
    ...design,
    elements: design.elements.map((element) => (element.id === changed.id ? changed : element)),
  }
}

/** Moves the elements together, as far as the paper allows. */
export function moveElements(
  design: LabelDesign,
  ids: readonly string[],
  acrossMm: number,
  downMm: number,
): LabelDesign {
  const moving = design.elements.filter(({ id }) => ids.includes(id))
  if (moving.length === 0) return design
  const { widthMm, heightMm } = design.size
  const across = within(
    onDesignGrid(acrossMm),
    -Math.min(...moving.map(({ xMm }) => xMm)),
    floorToGrid(widthMm - Math.max(...moving.map((box) => box.xMm + box.widthMm))),
  )
  const down = within(
    onDesignGrid(downMm),
    -Math.min(...moving.map(({ yMm }) => yMm)),
    floorToGrid(heightMm - Math.max(...moving.map((box) => box.yMm + box.heightMm))),
  )
  if (across === 0 && down === 0) return design
  return eachOf(design, ids, (element) => ({
    ...element,
    xMm: element.xMm + across,
    yMm: element.yMm + down,
  }))
}

/** A new width and height from the same top left corner, inside the paper and never below one step; a QR code stays square. */
export function resizeElement(
  design: LabelDesign,
  id: string,
  widthMm: number,
  heightMm: number,
): LabelDesign {
  return eachOf(design, [id], (element) => {
    const most = {
      width: floorToGrid(design.size.widthMm - element.xMm),
      height: floorToGrid(design.size.heightMm - element.yMm),
    }
    const fit = (length: number, longest: number) =>
      Math.max(DESIGN_STEP_MM, Math.min(onDesignGrid(length), longest))
    if (element.kind !== 'qr')
      return { ...element, widthMm: fit(widthMm, most.width), heightMm: fit(heightMm, most.height) }
    const side = fit(Math.max(widthMm, heightMm), Math.min(most.width, most.height))
    return { ...element, widthMm: side, heightMm: side }
  })
}

/** Several elements to the outermost of them; one alone to the paper. */
export function alignElements(design: LabelDesign, ids: readonly string[], edge: Edge): LabelDesign {
  const chosen = design.elements.filter(({ id }) => ids.includes(id))
  if (chosen.length === 0) return design
  const frame: Box = chosen.length === 1 ? { xMm: 0, yMm: 0, ...design.size } : frameOf(chosen)
  const at = (start: number, length: number, own: number, place: 'start' | 'middle' | 'end') =>
    Math.max(
      0,
      onDesignGrid(
        place === 'start' ? start : place === 'end' ? start + length - own : start + (length - own) / 2,
      ),
    )
  return eachOf(design, ids, (element) => {
    const x = (place: 'start' | 'middle' | 'end') => at(frame.xMm, frame.widthMm, element.widthMm, place)
    const y = (place: 'start' | 'middle' | 'end') => at(frame.yMm, frame.heightMm, element.heightMm, place)
    switch (edge) {
      case 'left':
        return { ...element, xMm: x('start') }
      case 'centre':
        return { ...element, xMm: x('middle') }
      case 'right':
        return { ...element, xMm: x('end') }
      case 'top':
        return { ...element, yMm: y('start') }
      case 'middle':
        return { ...element, yMm: y('middle') }
      case 'bottom':
        return { ...element, yMm: y('end') }
    }
  })
}

/** The same space between neighbours; the outermost two stay. Three elements at least, else nothing happens. */
export function distributeElements(design: LabelDesign, ids: readonly string[], axis: Axis): LabelDesign {
  const start = (box: Box) => (axis === 'across' ? box.xMm : box.yMm)
  const length = (box: Box) => (axis === 'across' ? box.widthMm : box.heightMm)
  const inOrder = design.elements
    .filter(({ id }) => ids.includes(id))
    .sort((one, other) => start(one) - start(other))
  const first = inOrder[0]
  const last = inOrder.at(-1)
  if (!first || !last || inOrder.length < 3) return design
  const room = start(last) + length(last) - start(first)
  const gap = (room - inOrder.reduce((sum, box) => sum + length(box), 0)) / (inOrder.length - 1)
  const places = new Map<string, number>()
  let next = start(first)
  for (const element of inOrder) {
    places.set(element.id, Math.max(0, onDesignGrid(next)))
    next += length(element) + gap
  }
  const staying = [first.id, last.id]
  return eachOf(design, ids, (element) => {
    const place = staying.includes(element.id) ? undefined : places.get(element.id)
    if (place === undefined) return element
    return axis === 'across' ? { ...element, xMm: place } : { ...element, yMm: place }
  })
}

/** One place earlier (-1) or later (1) in the order of drawing, which is the order of the list. */
export function reorderElement(design: LabelDesign, id: string, by: -1 | 1): LabelDesign {
  const elements = [...design.elements]
  const from = elements.findIndex((element) => element.id === id)
  const to = from + by
  const moved = elements[from]
  const other = elements[to]
  if (!moved || !other) return design
  elements[to] = moved
  elements[from] = other
  return { ...design, elements }
}

/** A copy of each, a little to the right and below, under ids that `nextId` gives. */
export function duplicateElements(
  design: LabelDesign,
  ids: readonly string[],
  nextId: () => string,
): { design: LabelDesign; ids: string[] } {
  const copies = design.elements
    .filter(({ id }) => ids.includes(id))
    .map((element) => ({ ...element, id: nextId() }))
  const copyIds = copies.map(({ id }) => id)
  const added = { ...design, elements: [...design.elements, ...copies] }
  return { design: moveElements(added, copyIds, 2, 2), ids: copyIds }
}

function eachOf(
  design: LabelDesign,
  ids: readonly string[],
  change: (element: DesignElement) => DesignElement,
): LabelDesign {
  return {
    ...design,
    elements: design.elements.map((element) => (ids.includes(element.id) ? change(element) : element)),
  }
}

function frameOf(boxes: readonly Box[]): Box {
  const xMm = Math.min(...boxes.map((box) => box.xMm))
  const yMm = Math.min(...boxes.map((box) => box.yMm))
  return {
    xMm,
    yMm,
    widthMm: Math.max(...boxes.map((box) => box.xMm + box.widthMm)) - xMm,
    heightMm: Math.max(...boxes.map((box) => box.yMm + box.heightMm)) - yMm,
  }
}

/** An element that already lies beyond the paper may stay there, but moves no further. */
function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, Math.max(most, Math.min(value, 0))))
}

function floorToGrid(lengthMm: number): number {
  return Math.floor(lengthMm / DESIGN_STEP_MM + 1e-9) * DESIGN_STEP_MM
}
