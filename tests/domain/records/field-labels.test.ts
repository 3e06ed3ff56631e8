import { describe, expect, it } from 'vitest'
import { OperatorFields } from '../../../domain/people/operator.ts'
import { Conclusion, ProjectFields } from '../../../domain/practice/project.ts'
import { LabelFields } from '../../../domain/labels/label.ts'
import { fieldLabel, fieldPlace, RECORD_TYPE_LABELS } from '../../../domain/records/field-labels.ts'
import { RecordType } from '../../../domain/records/records.ts'

describe('the names of fields', () => {
  it.each([
    ['operator', OperatorFields.shape],
    ['project', ProjectFields.shape],
    ['project', Conclusion.shape],
    ['label', LabelFields.shape],
  ] as const)('exist for everything a user types into a record: %s', (recordType, shape) => {
    const nameless = Object.keys(shape).filter((field) => fieldLabel(recordType, field) === null)
    expect(nameless).toEqual([])
  })

  it('are the manual’s', () => {
    expect(fieldLabel('operator', 'direction')).toBe('职业方向')
    expect(fieldLabel('engineer', 'position')).toBe('职位')
  })

  it('stand in the order of the form', () => {
    const fields = ['direction', 'signature', 'certificateNumber', 'mobile', 'name', 'idNumber']
    const place = (field: string) => fieldPlace('operator', field)
    expect(fields.sort((one, other) => place(one) - place(other))).toEqual([
      'name',
      'idNumber',
      'mobile',
      'certificateNumber',
      'direction',
      'signature',
    ])
  })

  it('are missing for what is the program’s own', () => {
    expect(fieldLabel('label', 'signature')).toBeNull()
    expect(fieldLabel('notice', 'text')).toBeNull()
  })

  it('exist for every kind of record', () => {
    expect(Object.keys(RECORD_TYPE_LABELS).sort()).toEqual([...RecordType.options].sort())
  })
})
