import { describe, expect, it } from 'vitest'
import {
  atFormFields,
  BLANK_OPERATOR,
  operatorOfDraft,
  operatorToSend,
  sexText,
} from '../../../../renderer/shared/people/operator-form.ts'

describe('operatorOfDraft', () => {
  it('takes back what was typed, valid or not', () => {
    const typed = { ...BLANK_OPERATOR, name: '苗', idNumber: '3201', level: 'three', direction: 'monitoring' }
    expect(operatorOfDraft(typed)).toEqual(typed)
  })

  it('fills in what an older program did not keep', () => {
    expect(operatorOfDraft({ name: 7, level: 'sixth', extra: true })).toEqual(BLANK_OPERATOR)
  })
})

describe('operatorToSend', () => {
  it('sends numbers without the spaces and wide digits that were typed', () => {
    const sent = operatorToSend({
      ...BLANK_OPERATOR,
      name: ' 苗佳 ',
      mobile: '138 0013 8000',
      idNumber: '１１０１０１１９９００３０７７５８ｘ',
      certificateNumber: '2019 0000 0000 0013',
      level: 'four',
    })
    expect(sent).toEqual({
      name: '苗佳',
      mobile: '13800138000',
      idNumber: '11010119900307758X',
      certificateNumber: '2019000000000013',
      level: 'four',
      direction: 'none',
    })
  })
})

describe('sexText', () => {
  it('stays empty until the ID number is right', () => {
    expect(sexText('1101011990030775')).toBe('')
    expect(sexText('110101199003077581')).toBe('')
  })
  it('reads 性别 from the seventeenth digit', () => {
    expect(sexText('110101199003077109')).toBe('女')
  })
})

describe('atFormFields', () => {
  it("names the form's own fields for what the agent refused", () => {
    const refused = atFormFields({
      ok: false,
      failure: { code: 'invalid-input', fields: [{ path: 'fields.idNumber', message: '已录入' }] },
    })
    expect(refused).toEqual({
      ok: false,
      failure: { code: 'invalid-input', fields: [{ path: 'idNumber', message: '已录入' }] },
    })
  })
})
