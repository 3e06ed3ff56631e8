import { describe, expect, it } from 'vitest'
import { moveElements } from '../../../../domain/labels/design/design-edits.ts'
import { startingDesign } from '../../../../domain/labels/design/starting-design.ts'
import { DEFAULT_LABEL_SIZE } from '../../../../domain/labels/label-size.ts'
import {
  fieldsOf,
  templateOfDraft,
  withTheirs,
} from '../../../../renderer/features/label-templates/template-draft.ts'

const design = startingDesign(DEFAULT_LABEL_SIZE)
const base = fieldsOf('甲', design)

describe('a template under work', () => {
  it('comes back from its draft, and from one of another shape by its name alone', () => {
    expect(templateOfDraft({ name: '甲', design })).toEqual({ name: '甲', design })
    expect(templateOfDraft({ name: '甲', design: 7 })).toEqual({ name: '甲', design: null })
    expect(templateOfDraft({})).toEqual({ name: '', design: null })
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
