import { describe, expect, it } from 'vitest'
import { moveElements } from '../../../../domain/labels/design/design-edits.ts'
import { startingDesign } from '../../../../domain/labels/design/starting-design.ts'
import { DEFAULT_LABEL_SIZE } from '../../../../domain/labels/label-size.ts'
import {
  baseOf,
  fieldsOf,
  templateOfDraft,
  withTheirs,
} from '../../../../renderer/features/label-templates/template-draft.ts'

const design = startingDesign(DEFAULT_LABEL_SIZE)
const base = fieldsOf('甲', design)

describe('a template under work', () => {
  it('comes back from its draft, and from one of another shape by its name alone', () => {
    expect(templateOfDraft({ name: '甲', design })).toEqual({ name: '甲', design, base: null })
    expect(templateOfDraft({ name: '甲', design: 7 })).toEqual({ name: '甲', design: null, base: null })
    expect(templateOfDraft({})).toEqual({ name: '', design: null, base: null })
  })

  it('keeps in its draft what it was opened with, so that a later save of another workstation is not undone', () => {
    const monday = baseOf({ revision: 3, ...base })
    const mine = moveElements(design, ['qr'], -1, 0)
    const draft = templateOfDraft({ name: '甲', design: mine, base: monday })
    if (!draft.base || !draft.design) throw new Error('nothing restored')
    const theirs = fieldsOf('甲', moveElements(design, ['system'], 1, 0))
    const both = withTheirs(
      fieldsOf(draft.base.name, draft.base.design),
      fieldsOf(draft.name, draft.design),
      theirs,
    )
    const place = (id: string) => both?.design.elements.find((element) => element.id === id)?.xMm
    expect(draft.base.revision).toBe(3)
    expect(place('system')).toBe(theirs.elements.find(({ id }) => id === 'system')?.xMm)
    expect(place('qr')).toBe(mine.elements.find(({ id }) => id === 'qr')?.xMm)
  })

  it('takes in what another workstation saved meanwhile, element by element', () => {
    const mine = fieldsOf('甲', moveElements(design, ['qr'], -1, 0))
    const theirs = fieldsOf('乙', moveElements(design, ['system'], 1, 0))
    const both = withTheirs(base, mine, theirs)
    const place = (id: string) => both?.design.elements.find((element) => element.id === id)?.xMm
    expect(both).toMatchObject({ name: '乙', isConflict: false })
    expect(place('qr')).toBe(mine.elements.find(({ id }) => id === 'qr')?.xMm)
    expect(place('system')).toBe(3)
  })

  it('says so when both moved the same element', () => {
    const mine = fieldsOf('甲', moveElements(design, ['qr'], -1, 0))
    const theirs = fieldsOf('甲', moveElements(design, ['qr'], -2, 0))
    expect(withTheirs(base, mine, theirs)?.isConflict).toBe(true)
  })
})
