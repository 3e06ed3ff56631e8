import { describe, expect, it } from 'vitest'
import { fieldMessages } from '../../../domain/records/field-messages.ts'

describe('fieldMessages', () => {
  it('keeps the fields that have a message', () => {
    expect(fieldMessages({ name: null, mobile: '请填写手机号码' })).toEqual({ mobile: '请填写手机号码' })
    expect(fieldMessages({ name: null })).toEqual({})
  })
})
