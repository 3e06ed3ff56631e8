import { describe, expect, it } from 'vitest'
import { describeError } from '../../../server/http/described-error.ts'

describe('describeError', () => {
  it('keeps kind, code, constraint and places of a database error, and nothing that somebody typed', () => {
    const error = Object.assign(new Error('duplicate key: (mobile)=(13951820391)'), {
      code: '23505',
      constraint: 'account_mobile_unique',
      detail: 'Key (mobile)=(13951820391) already exists.',
      parameters: ['13951820391'],
    })
    const described = describeError(error)
    expect(described).toMatchObject({ type: 'Error', code: '23505', constraint: 'account_mobile_unique' })
    expect(described.stack).toContain('described-error.test.ts')
    expect(JSON.stringify(described)).not.toContain('13951820391')
  })

  it('leaves out the piece of the body that a JSON parser quotes', () => {
    try {
      JSON.parse('{"name":"戴海廷"')
      expect.unreachable()
    } catch (error) {
      expect(JSON.stringify(describeError(error))).not.toContain('戴海廷')
    }
  })

  it('says no more than the kind of something thrown that is no error', () => {
    expect(describeError('13951820391')).toEqual({ type: 'string', message: 'withheld', stack: '' })
  })
})
