import { describe, expect, it } from 'vitest'
import { DraftForm } from '../../../../domain/drafts/draft.ts'
import { createAppRouter } from '../../../../renderer/app/router.ts'
import { draftPlace } from '../../../../renderer/features/drafts/draft-place.ts'

describe('the place of a draft', () => {
  it('is a page of the product for every form', () => {
    const router = createAppRouter()
    for (const form of DraftForm.options) {
      for (const subject of ['new', 'new-2', 'f0e1d2c3-0000']) {
        const { matched } = router.resolve(draftPlace({ form, subject }))
        expect(matched[0]?.path, `${form} ${subject}`).not.toBe('/:unknown(.*)*')
      }
    }
  })

  it('tells drafts of one form apart', () => {
    expect(draftPlace({ form: 'project', subject: 'new-1' })).toBe('/practice/new?draft=new-1')
    expect(draftPlace({ form: 'project', subject: 'abc' })).toBe('/practice/abc/edit')
    expect(draftPlace({ form: 'operator', subject: 'new-1' })).toBe('/people/operators?draft=new-1')
    expect(draftPlace({ form: 'operator', subject: 'abc' })).toBe('/people/operators?edit=abc')
  })

  it('is the very dialog where a reason was being written', () => {
    expect(draftPlace({ form: 'application-decision', subject: 'abc:refuse' })).toBe(
      '/supervision?decide=abc%3Arefuse',
    )
    expect(draftPlace({ form: 'label-withdrawal', subject: 'abc' })).toBe('/labels?withdraw=abc')
  })
})
