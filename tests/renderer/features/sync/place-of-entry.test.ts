import { describe, expect, it } from 'vitest'
import { MUTATION_NAMES, type MutationName } from '../../../../domain/sync/sync-contract.ts'
import { createAppRouter } from '../../../../renderer/app/router.ts'
import { placeOfEntry } from '../../../../renderer/features/sync/place-of-entry.ts'

const ID = '0f9c1d2e-7b5a-4c3d-9e8f-112233445566'

function placeOf(name: MutationName, typed: Record<string, unknown> = {}) {
  const changes = Object.entries(typed).map(([field, after]) => ({ field, before: null, after }))
  return placeOfEntry({ name, recordId: ID, changes })
}

describe('the place where a refused entry is mended', () => {
  it('is a page of the product for every operation but the record of a look or an export', () => {
    const router = createAppRouter()
    for (const name of MUTATION_NAMES) {
      const place = placeOf(name)
      if (name.startsWith('personal-data.')) expect(place).toBeNull()
      else expect(router.resolve(place?.path ?? '').matched[0]?.path, name).not.toBe('/:unknown(.*)*')
    }
  })

  it('is the record’s own form, without a draft, where the record still shows what was refused', () => {
    expect(placeOf('operator.save')).toEqual({
      path: `/people/operators?edit=${ID}`,
      draft: null,
      mendable: true,
    })
    expect(placeOf('project.save')).toMatchObject({ path: `/practice/${ID}/edit`, draft: null })
  })

  it('gives the refused content to the form where the record does not show it', () => {
    const typed = { number: 'JS-2026-11', finishedOn: '2026-11-20', documentSha256: 'a'.repeat(64) }
    expect(placeOf('project.conclude', typed)).toEqual({
      path: `/practice/${ID}/conclusion`,
      draft: { form: 'conclusion', subject: ID, content: typed },
      mendable: true,
    })
    expect(
      placeOf('self-entry.submit', { letterSha256: 'b'.repeat(64), changeNote: '新增两人' }),
    ).toMatchObject({
      path: '/self-entry/review',
      draft: { form: 'self-entry', subject: 'submission', content: { changeNote: '新增两人' } },
    })
    expect(placeOf('label.withdraw', { reason: '印错' })).toMatchObject({
      path: `/labels?withdraw=${ID}`,
      draft: { form: 'label-withdrawal', subject: ID, content: { text: '印错' } },
    })
  })

  it('carries a refused position to its dialog', () => {
    expect(placeOf('engineer.set-position', { position: 'technical-leader' })?.path).toBe(
      `/people/engineers?edit=${ID}:technical-leader`,
    )
  })

  it('begins another label with the choices of the refused one, and nothing of its signature', () => {
    const place = placeOf('label.issue', {
      projectId: 'p-1',
      building: '1 号楼',
      system: '室内消火栓系统',
      maintainedOn: '2026-11-20',
      nextDueOn: '',
      contactPhone: '025-83456789',
      signature: 'abc',
    })
    expect(place?.path).toBe('/labels/print?project=p-1')
    expect(place?.draft?.content).toEqual({
      projectId: 'p-1',
      building: '1 号楼',
      system: '室内消火栓系统',
      maintainedOn: '2026-11-20',
      nextDueOn: '',
      contactPhone: '025-83456789',
      printerId: '',
      count: 1,
      copies: 1,
    })
  })

  it('asks again for the reason of a refused refusal, but has no form for an agreement', () => {
    expect(placeOf('application.answer', { agree: false, reason: '未签劳动合同' })?.draft?.content).toEqual({
      text: '未签劳动合同',
    })
    expect(placeOf('application.answer', { agree: true, reason: '' })?.mendable).toBe(false)
    expect(placeOf('operator.remove')?.mendable).toBe(false)
  })
})
