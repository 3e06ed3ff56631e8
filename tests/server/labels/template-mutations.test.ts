import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { moveElements } from '../../../domain/labels/design/design-edits.ts'
import { startingDesign } from '../../../domain/labels/design/starting-design.ts'
import { DEFAULT_LABEL_SIZE } from '../../../domain/labels/label-size.ts'
import { anOrganisationAtWork } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { startTestServer } from '../../support/test-server.ts'

const DESIGN = { name: '安盾六十', ...startingDesign(DEFAULT_LABEL_SIZE) }

describe.each(ENGINES)('template mutations on $name', ({ open }) => {
  async function prepared() {
    const server = await startTestServer(await open())
    const organisation = await anOrganisationAtWork(server)
    const id = randomUUID()
    const push = (
      name: 'template.save' | 'template.remove' | 'template.restore',
      set: Record<string, unknown>,
      more = {},
    ) => organisation.workstation.push({ name, recordId: id, set, ...more })
    return { organisation, id, push }
  }

  it('keep a template and count its saves', async () => {
    const { organisation, id, push } = await prepared()
    expect(await push('template.save', DESIGN)).toMatchObject({ status: 'applied', rev: 1 })
    await push('template.save', { name: '安盾' }, { baseRev: 1, base: { name: DESIGN.name } })
    expect(await organisation.record('label-template', id)).toMatchObject({
      name: '安盾',
      revision: 2,
      removedAt: null,
      elements: DESIGN.elements,
    })
  })

  it('put together what two workstations did to different elements', async () => {
    const { organisation, id, push } = await prepared()
    await push('template.save', DESIGN)
    const base = { elements: DESIGN.elements }
    const one = moveElements(DESIGN, ['qr'], -1, 0).elements
    const two = moveElements(DESIGN, ['system'], 1, 0).elements
    await push('template.save', { elements: one }, { baseRev: 1, base })
    expect(await push('template.save', { elements: two }, { baseRev: 1, base })).toMatchObject({
      status: 'merged',
    })
    const { elements } = await organisation.record('label-template', id)
    const place = (elementId: string) => elements.find((element) => element.id === elementId)?.xMm
    expect(place('qr')).toBe(one.find((element) => element.id === 'qr')?.xMm)
    expect(place('system')).toBe(3)
  })

  it('name the elements as in conflict when both moved the same one', async () => {
    const { push } = await prepared()
    await push('template.save', DESIGN)
    const base = { elements: DESIGN.elements }
    await push(
      'template.save',
      { elements: moveElements(DESIGN, ['qr'], -1, 0).elements },
      { baseRev: 1, base },
    )
    const other = { elements: moveElements(DESIGN, ['qr'], -2, 0).elements }
    expect(await push('template.save', other, { baseRev: 1, base })).toMatchObject({
      status: 'conflict',
      conflicts: ['elements'],
    })
  })

  it('remove and restore without losing anything, and refuse what is incomplete', async () => {
    const { organisation, id, push } = await prepared()
    expect((await push('template.save', { name: '半个' })).message).toContain('不完整')
    expect((await push('template.remove', {})).message).toContain('没有这个标签模板')
    await push('template.save', DESIGN)
    await push('template.remove', {})
    expect((await organisation.record('label-template', id)).removedAt).not.toBeNull()
    await push('template.restore', {})
    expect((await organisation.record('label-template', id)).removedAt).toBeNull()
  })
})
