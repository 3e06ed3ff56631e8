import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  alignElements,
  distributeElements,
  duplicateElements,
  moveElements,
  removeElements,
  reorderElement,
  resizeElement,
} from '../../../../domain/labels/design/design-edits.ts'
import {
  beginHistory,
  recordEdit,
  redoEdit,
  undoEdit,
} from '../../../../domain/labels/design/edit-history.ts'
import { exportDesign, importDesign } from '../../../../domain/labels/design/design-file.ts'
import { LabelDesign } from '../../../../domain/labels/design/label-design.ts'
import { snapBox } from '../../../../domain/labels/design/snap-lines.ts'
import { startingDesign } from '../../../../domain/labels/design/starting-design.ts'
import { anyDesign } from '../../../support/a-design.ts'

const PAPER = { widthMm: 60, heightMm: 40, gapMm: 2 }
const start = startingDesign(PAPER)

/** Anything a person does in the designer. */
const anEdit = fc.oneof(
  fc.tuple(fc.array(fc.nat(12)), fc.integer({ min: -80, max: 80 }), fc.integer({ min: -80, max: 80 })).map(
    ([chosen, across, down]) =>
      (design: LabelDesign) =>
        moveElements(design, idsAt(design, chosen), across / 3, down / 3),
  ),
  fc
    .tuple(fc.nat(12), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }))
    .map(([chosen, width, height]) => (design: LabelDesign) => {
      const [id = ''] = idsAt(design, [chosen])
      return resizeElement(design, id, width / 7, height / 7)
    }),
  fc
    .tuple(
      fc.array(fc.nat(12)),
      fc.constantFrom(
        'left' as const,
        'centre' as const,
        'right' as const,
        'top' as const,
        'middle' as const,
        'bottom' as const,
      ),
    )
    .map(
      ([chosen, edge]) =>
        (design: LabelDesign) =>
          alignElements(design, idsAt(design, chosen), edge),
    ),
  fc.tuple(fc.array(fc.nat(12)), fc.constantFrom('across' as const, 'down' as const)).map(
    ([chosen, axis]) =>
      (design: LabelDesign) =>
        distributeElements(design, idsAt(design, chosen), axis),
  ),
  fc.tuple(fc.nat(12), fc.constantFrom(-1 as const, 1 as const)).map(
    ([chosen, by]) =>
      (design: LabelDesign) =>
        reorderElement(design, idsAt(design, [chosen])[0] ?? '', by),
  ),
  fc.nat(12).map((chosen) => (design: LabelDesign) => removeElements(design, idsAt(design, [chosen]))),
)

function idsAt({ elements }: LabelDesign, places: readonly number[]): string[] {
  return places.flatMap((place) => elements[place]?.id ?? [])
}

describe('editing a design', () => {
  it('keeps it a design on the grid, and undo and redo go the whole way there and back', () => {
    fc.assert(
      fc.property(fc.array(anEdit, { maxLength: 20 }), (edits) => {
        let history = beginHistory(start)
        const states = [start]
        for (const edit of edits) {
          history = recordEdit(history, edit(history.present))
          expect(LabelDesign.safeParse(history.present).error).toBeUndefined()
          if (history.present !== states.at(-1)) states.push(history.present)
        }
        for (const state of states.toReversed().slice(1)) {
          history = undoEdit(history)
          expect(history.present).toEqual(state)
        }
        expect(undoEdit(history)).toBe(history)
        for (const state of states.slice(1)) {
          history = redoEdit(history)
          expect(history.present).toEqual(state)
        }
        expect(redoEdit(history)).toBe(history)
      }),
    )
  })

  it('of one gesture is undone together, and a new edit forgets what could be redone', () => {
    const once = (from: LabelDesign) => moveElements(from, ['qr'], -0.5, 0)
    let history = recordEdit(beginHistory(start), once(start), 'drag-1')
    history = recordEdit(history, once(history.present), 'drag-1')
    expect(undoEdit(history).present).toBe(start)
    const again = recordEdit(undoEdit(history), once(start))
    expect(again.future).toEqual([])
  })

  it('never moves an element off the paper', () => {
    const ids = start.elements.map(({ id }) => id)
    for (const [across, down] of [
      [500, 500],
      [-500, -500],
    ] as const) {
      const { elements } = moveElements(start, ids, across, down)
      for (const box of elements) {
        expect(box.xMm).toBeGreaterThanOrEqual(0)
        expect(box.yMm).toBeGreaterThanOrEqual(0)
        expect(box.xMm + box.widthMm).toBeLessThanOrEqual(60)
        expect(box.yMm + box.heightMm).toBeLessThanOrEqual(40)
      }
    }
  })

  it('keeps a code square and puts a copy under an id of its own', () => {
    const sized = resizeElement(start, 'qr', 12, 18).elements.find(({ id }) => id === 'qr')
    expect([sized?.widthMm, sized?.heightMm]).toEqual([18, 18])
    const { design, ids } = duplicateElements(start, ['qr'], () => 'copy')
    expect(ids).toEqual(['copy'])
    expect(design.elements).toHaveLength(start.elements.length + 1)
  })

  it('spreads three elements evenly', () => {
    const row = ['projectLeader', 'maintainedOn', 'contactPhone']
    const { elements } = distributeElements(start, row, 'down')
    const [one, two, three] = row.map((id) => elements.find((element) => element.id === id)!)
    const above = two!.yMm - one!.yMm - one!.heightMm
    const below = three!.yMm - two!.yMm - two!.heightMm
    expect(Math.abs(above - below)).toBeLessThanOrEqual(0.125)
  })

  it('snaps to the edges of a neighbour and to the middle of the paper, within reach only', () => {
    const box = { xMm: 2.4, yMm: 20.06, widthMm: 10, heightMm: 3 }
    expect(snapBox(start, box, [], 0.5)).toMatchObject({
      xMm: 2,
      lines: expect.arrayContaining([{ axis: 'across', atMm: 2 }]) as unknown,
    })
    expect(snapBox({ ...start, elements: [] }, { ...box, xMm: 24.7, yMm: 9.9 }, [], 0.5)).toMatchObject({
      xMm: 25,
      lines: [{ axis: 'across', atMm: 30 }],
    })
    expect(snapBox(start, box, [], 0).lines).toEqual([])
  })
})

describe('a template file', () => {
  it('gives back any design that was put into it', () => {
    fc.assert(
      fc.property(anyDesign, fc.string({ minLength: 1, maxLength: 20 }), (design, typed) => {
        const name = typed.trim() || '模板'
        const read = importDesign(exportDesign({ ...design, name }))
        expect(read).toEqual({ ok: true, template: { ...design, name } })
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    ['not json', '这不是标签模板文件'],
    ['{"kind":"other"}', '这不是标签模板文件'],
    ['{"kind":"fire-label-template","version":9,"template":{}}', '版本是 9'],
    [exportDesign({ ...start, name: '' }), '模板名称'],
    [exportDesign({ ...start, name: '甲', elements: [{ ...start.elements[1]!, xMm: 0.1 }] }), '第 1 个元素'],
  ])('that is none is refused in words', (text, words) => {
    const read = importDesign(text)
    expect(read.ok ? '' : read.message).toContain(words)
  })
})
