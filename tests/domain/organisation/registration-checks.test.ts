import { describe, expect, it } from 'vitest'
import {
  checkOrganisationName,
  checkRegistration,
  checkRegistrationProvince,
  checkScope,
  checkSmsCode,
  normaliseLine,
  normaliseOrganisationName,
  normaliseRegistration,
} from '../../../domain/organisation/registration-checks.ts'

const registration = {
  name: '南京安盾消防技术服务有限公司',
  creditCode: '91350200MA2YJ1XR9G',
  creditCodeConfirmed: false,
  registrationProvince: '350000',
  scope: '消防设施维护保养、检测；消防安全评估',
  mobile: '13800138000',
  password: 'Mxq7tLp2Wv',
  smsCode: '123456',
}

describe('registration checks', () => {
  it('accept a registration in which nothing is wrong', () => {
    expect(checkRegistration(registration)).toEqual({})
  })

  it('normalise every field but the password', () => {
    const typed = {
      ...registration,
      name: ' 南京安盾 消防技术服务有限公司',
      creditCode: '91350200ma2yj1xr9g ',
      mobile: '138 0013 8000',
      smsCode: '１２３ ４５６',
      password: ' Mxq7tLp2Wv',
    }
    expect(normaliseRegistration(typed)).toEqual({ ...registration, password: ' Mxq7tLp2Wv' })
  })

  it('refuse 服务范围 without 消防 and say how to mend it', () => {
    expect(checkScope('安防工程施工')).toMatch(/不包含“消防”.*登记机关变更经营范围/)
    expect(checkScope('安防、消 防设施检测')).toBeNull()
    expect(checkScope('')).toContain('经营范围')
    expect(checkScope(`消防${'检'.repeat(998)}`)).toBeNull()
    expect(checkScope(`消防${'检'.repeat(999)}`)).toContain('现在是 1001 个字')
  })

  it('write an organisation name as its licence does', () => {
    expect(normaliseOrganisationName(' 江苏安盾(集团) 有限公司１２')).toBe('江苏安盾（集团）有限公司12')
    expect(checkOrganisationName('江苏安盾（集团）有限公司')).toBeNull()
    expect(checkOrganisationName('')).toBe('请填写机构名称')
    expect(checkOrganisationName('安盾公')).toContain('现在是 3 个字')
    expect(checkOrganisationName('Andun Ltd')).toContain('中文名称')
    expect(checkOrganisationName('江苏<安盾>有限公司')).toContain('符号')
    expect(checkOrganisationName('安'.repeat(101))).toContain('现在是 101 个字')
  })

  it('excuse the check character once compared with the licence, and nothing else', () => {
    const odd = { ...registration, creditCode: '91350203M0001QAY9B' }
    expect(checkRegistration(odd)).toHaveProperty('creditCode')
    expect(checkRegistration({ ...odd, creditCodeConfirmed: true })).toEqual({})
    const short = { ...registration, creditCode: '91350203M0001QAY9', creditCodeConfirmed: true }
    expect(checkRegistration(short).creditCode).toBe('统一社会信用代码应为 18 位，现在是 17 位')
  })

  it('ask for a province of the list', () => {
    expect(checkRegistrationProvince('320000')).toBeNull()
    expect(checkRegistrationProvince('320100')).toContain('重新选择')
    expect(checkRegistrationProvince('')).toBe('请选择营业执照登记省份')
  })

  it('ask for six digits by SMS', () => {
    expect(checkSmsCode('012345')).toBeNull()
    expect(checkSmsCode('12345')).toBe('短信验证码应为 6 位数字，现在是 5 位')
    expect(checkSmsCode('')).toBe('请填写短信验证码')
  })

  it('name every field that is missing', () => {
    const empty = {
      name: '',
      creditCode: '',
      creditCodeConfirmed: false,
      registrationProvince: '',
      scope: '',
      mobile: '',
      password: '',
      smsCode: '',
    }
    expect(Object.keys(checkRegistration(empty)).sort()).toEqual(
      ['creditCode', 'mobile', 'name', 'password', 'registrationProvince', 'scope', 'smsCode'].sort(),
    )
  })

  it('put a line of text in order', () => {
    expect(normaliseLine('  消防设施\n检测\u3000 维保 ')).toBe('消防设施 检测 维保')
  })
})
