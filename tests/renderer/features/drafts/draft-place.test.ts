import { describe, expect, it } from 'vitest'
import { DraftForm } from '../../../../domain/drafts/draft.ts'
import { createAppRouter } from '../../../../renderer/app/router.ts'
import { draftPlace } from '../../../../renderer/features/drafts/draft-place.ts'

describe('the place of a draft', () => {
  it('is a page of the product for every form', () => {
    const router = createAppRouter()
    for (const form of DraftForm.options) {
      for (const subject of ['new', 'f0e1d2c3-0000']) {
        const { matched } = router.resolve(draftPlace({ form, subject }))
        expect(matched[0]?.path, `${form} ${subject}`).not.toBe('/:unknown(.*)*')
      }
    }
  })

  it('tells drafts of one form apart', () => {
    expect(draftPlace({ form: 'project', subject: 'new' })).toBe('/practice/new')
    expect(draftPlace({ form: 'project', subject: 'abc' })).toBe('/practice/abc/edit')
  })
})
