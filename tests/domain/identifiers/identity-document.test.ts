import { describe, expect, it } from 'vitest'
import { citizenIdCheckCharacter } from '../../../domain/identifiers/citizen-id.ts'
import {
  checkDocumentName,
  checkIdentityDocument,
  IDENTITY_DOCUMENT_LABELS,
  IDENTITY_PICTURE_SLOTS,
  IdentityDocumentKind,
  normaliseDocumentNumber,
} from '../../../domain/identifiers/identity-document.ts'

const TODAY = '2025-11-22'
const NEW_PERMANENT_RESIDENCE = '91156119850307803'

describe('identity documents', () => {
  it.each<[IdentityDocumentKind, string]>([
    ['resident-id', '11010519491231002X'],
    ['hong-kong-macao-permit', 'H12345678'],
    ['hong-kong-macao-permit', 'M1234567801'],
    ['taiwan-permit', '12345678'],
    ['foreign-permanent-residence', 'USA110000000001'],
    [
      'foreign-permanent-residence',
      NEW_PERMANENT_RESIDENCE + citizenIdCheckCharacter(NEW_PERMANENT_RESIDENCE),
    ],
    ['passport', 'E12345678'],
    ['passport', 'A1234'],
  ])('accepts a %s %s', (kind, number) => {
    expect(checkIdentityDocument(kind, number, TODAY)).toBeNull()
  })

  it.each<[IdentityDocumentKind, string]>([
    ['resident-id', '110105194912310021'],
    ['hong-kong-macao-permit', 'H1234567'],
    ['hong-kong-macao-permit', 'H123456789'],
    ['hong-kong-macao-permit', 'K12345678'],
    ['taiwan-permit', '1234567'],
    ['taiwan-permit', 'T2345678'],
    ['foreign-permanent-residence', 'US1100000000001'],
    ['foreign-permanent-residence', '11010519491231002X'],
    ['passport', 'A123'],
    ['passport', 'A12345678901234567'],
    ['passport', '护照12345'],
  ])('refuses a %s %s', (kind, number) => {
    expect(checkIdentityDocument(kind, number, TODAY)).toMatch(/请|核对/)
  })

  it('refuses a new permanent residence number whose check character or birth date is wrong', () => {
    const check = citizenIdCheckCharacter(NEW_PERMANENT_RESIDENCE)
    const wrong = check === '1' ? '2' : '1'
    expect(
      checkIdentityDocument('foreign-permanent-residence', NEW_PERMANENT_RESIDENCE + wrong, TODAY),
    ).toContain('校验')
    expect(checkIdentityDocument('foreign-permanent-residence', '911561198513078031', TODAY)).toContain(
      '不存在',
    )
  })

  it('asks for a number when there is none, whatever the kind', () => {
    for (const kind of IdentityDocumentKind.options)
      expect(checkIdentityDocument(kind, '', TODAY)).toBe('请填写证件号')
  })

  it('folds and capitalises a number', () => {
    expect(normaliseDocumentNumber(' h1234 5678 ')).toBe('H12345678')
  })

  it('names every kind and its two picture slots, the resident card by the words of the manual', () => {
    expect(IDENTITY_PICTURE_SLOTS['resident-id']).toEqual({
      documentBack: '法人证件国徽面',
      documentFront: '法人证件头像面',
    })
    for (const kind of IdentityDocumentKind.options) {
      expect(IDENTITY_DOCUMENT_LABELS[kind]).not.toBe('')
      const { documentBack, documentFront } = IDENTITY_PICTURE_SLOTS[kind]
      expect(documentBack).not.toBe(documentFront)
    }
  })

  it('takes a Latin name from a passport and from no Chinese card', () => {
    expect(checkDocumentName('passport', "Seán O'Brien")).toBeNull()
    expect(checkDocumentName('passport', '李建国')).toBeNull()
    expect(checkDocumentName('foreign-permanent-residence', 'MARIA GARCIA')).toBeNull()
    expect(checkDocumentName('resident-id', 'Sean Brien')).toContain('汉字')
  })
})
