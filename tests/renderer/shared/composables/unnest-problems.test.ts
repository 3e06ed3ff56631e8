import { describe, expect, it } from 'vitest'
import { unnestProblems } from '../../../../renderer/shared/composables/unnest-problems.ts'

describe('unnestProblems', () => {
  it('gives the problems of the nested fields to the fields of the form and leaves others alone', () => {
    const fields = [
      { path: 'fields.address', message: 'a' },
      { path: 'projectId', message: 'b' },
    ]
    expect(unnestProblems({ ok: false, failure: { code: 'invalid-input', fields } }, 'fields')).toEqual({
      ok: false,
      failure: {
        code: 'invalid-input',
        fields: [
          { path: 'address', message: 'a' },
          { path: 'projectId', message: 'b' },
        ],
      },
    })
  })

  it('passes an answer through', () => {
    expect(unnestProblems({ ok: true, value: 1 }, 'fields')).toEqual({ ok: true, value: 1 })
  })
})
