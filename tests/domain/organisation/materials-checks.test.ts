import { describe, expect, it } from 'vitest'
import type { MaterialsInput } from '../../../domain/organisation/materials-checks.ts'
import {
  checkAddress,
  checkMaterials,
  checkPublicContact,
  checkRegistrationAuthority,
  normaliseMaterials,
} from '../../../domain/organisation/materials-checks.ts'

const TODAY = '2025-11-22'
const materials: MaterialsInput = {
  scope: '消防设施维护保养、检测',
  registrationAuthority: '南京市江宁区市场监督管理局',
  regionCodes: ['320000', '320100', '320115'],
  address: '秣陵街道天元东路 1 号 3 幢',
  publicEmail: '',
  publicContact: '陈婷婷',
  publicPhone: '025-83456789',
  serviceTypes: ['maintenance'],
  legalRepresentative: {
    name: '戴海廷',
    documentKind: 'resident-id',
    documentNumber: '11010119900307803X',
    mobile: '13800138000',
  },
  pictures: { documentBack: 'a', documentFront: 'b', licence: 'c' },
}

describe('materials checks', () => {
  it('accept materials in which nothing is wrong, the e-mail left out', () => {
    expect(checkMaterials(materials, TODAY)).toEqual({})
  })

  it('normalise every field as people type it', () => {
    const typed = {
      ...materials,
      publicEmail: ' fuwu＠example.cn',
      publicPhone: '（025）8345 6789',
      legalRepresentative: {
        ...materials.legalRepresentative,
        name: '戴 海廷',
        documentNumber: '110101 19900307803x',
        mobile: '+8613800138000',
      },
    }
    expect(normaliseMaterials(typed)).toEqual({ ...materials, publicEmail: 'fuwu@example.cn' })
  })

  it('name every field that is missing by its dotted path', () => {
    const empty: MaterialsInput = {
      scope: '',
      registrationAuthority: '',
      regionCodes: ['320000'],
      address: '',
      publicEmail: '',
      publicContact: '',
      publicPhone: '',
      serviceTypes: [],
      legalRepresentative: { name: '', documentKind: 'resident-id', documentNumber: '', mobile: '' },
      pictures: { documentBack: null, documentFront: null, licence: null },
    }
    expect(Object.keys(checkMaterials(empty, TODAY)).sort()).toEqual(
      [
        'address',
        'legalRepresentative.documentNumber',
        'legalRepresentative.mobile',
        'legalRepresentative.name',
        'pictures.documentBack',
        'pictures.documentFront',
        'pictures.licence',
        'publicContact',
        'publicPhone',
        'regionCodes',
        'registrationAuthority',
        'scope',
        'serviceTypes',
      ].sort(),
    )
  })

  it('name the picture slots by the document', () => {
    const passport: MaterialsInput = {
      ...materials,
      legalRepresentative: {
        name: 'Anna Meyer',
        documentKind: 'passport',
        documentNumber: 'C01X0006',
        mobile: '13800138000',
      },
      pictures: { ...materials.pictures, documentFront: null },
    }
    expect(checkMaterials(passport, TODAY)).toEqual({
      'pictures.documentFront': '请上传法人护照资料页（头像面）',
    })
  })

  it('hold the address at 4, 5, 100 and 101', () => {
    expect(checkAddress('街'.repeat(4))).toBe('机构详细地址应为 5 至 100 个字，现在是 4 个字')
    expect(checkAddress('街'.repeat(5))).toBeNull()
    expect(checkAddress('街'.repeat(100))).toBeNull()
    expect(checkAddress('街'.repeat(101))).toContain('现在是 101 个字')
  })

  it('take a contact by a Chinese or a Latin name', () => {
    expect(checkPublicContact('ctt')).toBeNull()
    expect(checkPublicContact('陈')).toContain('现在是 1 个字')
    expect(checkPublicContact('陈123')).toContain('姓名')
  })

  it('check the e-mail once there is one', () => {
    expect(checkMaterials({ ...materials, publicEmail: 'fuwu' }, TODAY)).toHaveProperty('publicEmail')
  })

  it('ask for the registration authority by its name', () => {
    expect(checkRegistrationAuthority('江宁区行政审批局')).toBeNull()
    expect(checkRegistrationAuthority('局')).toContain('现在是 1 个字')
  })
})
