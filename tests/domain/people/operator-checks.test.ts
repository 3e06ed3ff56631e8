import { describe, expect, it } from 'vitest'
import { citizenIdCheckCharacter } from '../../../domain/identifiers/citizen-id.ts'
import {
  checkOperator,
  checkOperatorAmong,
  normaliseOperator,
  operatorWarnings,
} from '../../../domain/people/operator-checks.ts'

const TODAY = '2025-11-22'
const operator = {
  name: '林建国',
  mobile: '13800138000',
  idNumber: '11010119900307803X',
  certificateNumber: '1912003000400123',
  level: 'four',
  direction: 'maintenance',
} as const
const bornOn = (day: string) => {
  const first17 = `110101${day.replace(/-/g, '')}803`
  return first17 + citizenIdCheckCharacter(first17)
}

describe('operator checks', () => {
  it('accept an operator in whom nothing is wrong, without a warning', () => {
    expect(checkOperator(operator, TODAY)).toEqual({})
    expect(operatorWarnings(operator)).toEqual([])
  })

  it('normalise every field as people type it', () => {
    const typed = {
      ...operator,
      name: ' 林　建国',
      mobile: '+86 138-0013-8000',
      idNumber: '110101 19900307 803x',
      certificateNumber: '１９１２００３０００４００１２３',
    }
    expect(normaliseOperator(typed)).toEqual(operator)
  })

  it('name every field that is missing', () => {
    const empty = {
      name: '',
      mobile: '',
      idNumber: '',
      certificateNumber: '',
      level: null,
      direction: 'none',
    } as const
    expect(checkOperator(empty, TODAY)).toEqual({
      name: '请填写姓名',
      mobile: '请填写手机号码',
      idNumber: '请填写身份证号',
      certificateNumber: '请填写证书编号',
      level: '请选择职业资格等级',
    })
    expect(operatorWarnings(empty)).toEqual([])
  })

  it('refuse somebody until the day of the eighteenth birthday', () => {
    expect(checkOperator({ ...operator, idNumber: bornOn('2007-11-23') }, TODAY).idNumber).toBe(
      '消防设施操作员应年满 18 周岁，按身份证号为 17 周岁，不能录入',
    )
    expect(checkOperator({ ...operator, idNumber: bornOn('2007-11-22') }, TODAY)).toEqual({})
  })

  it('warn of a pair that cannot be and of an odd certificate number, and accept both', () => {
    const odd = { ...operator, level: 'five', certificateNumber: 'No000005' } as const
    expect(checkOperator(odd, TODAY)).toEqual({})
    expect(operatorWarnings(odd)).toHaveLength(2)
  })

  it('refuse a person or a certificate that the organisation already has', () => {
    expect(checkOperatorAmong(operator, [{ ...operator, certificateNumber: 'other' }])).toHaveProperty(
      'idNumber',
    )
    expect(checkOperatorAmong(operator, [{ ...operator, idNumber: 'other' }])).toHaveProperty(
      'certificateNumber',
    )
    expect(checkOperatorAmong(operator, [])).toEqual({})
    expect(
      checkOperatorAmong({ idNumber: '', certificateNumber: '' }, [{ idNumber: '', certificateNumber: '' }]),
    ).toEqual({})
  })

  it('keep personal data out of every message', () => {
    const messages = Object.values({
      ...checkOperator({ ...operator, idNumber: bornOn('2010-01-01') }, TODAY),
      ...checkOperatorAmong(operator, [operator]),
    }).join()
    expect(messages).not.toMatch(/\d{6}/)
  })
})
