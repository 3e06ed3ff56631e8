import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { LabelContent } from '../../../domain/labels/label-content.ts'
import { aLabel } from '../../support/a-label.ts'

const messagesOf = (changes: Parameters<typeof aLabel>[0]) =>
  LabelContent.safeParse(aLabel(changes)).error?.issues.map((issue) => issue.message) ?? []

describe('label content', () => {
  it('takes a label without its optional fields', () => {
    expect(messagesOf({ nextDueOn: '', building: '', system: '', contactPhone: '' })).toEqual([])
  })

  it.each([
    ['organisationName', '请填写机构名称'],
    ['projectLeader', '请填写项目负责人'],
    ['serial', '请填写编号'],
  ] as const)('demands %s', (field, message) => {
    expect(messagesOf({ [field]: ' ' })).toEqual([message])
  })

  it('says how a date is written', () => {
    expect(messagesOf({ maintainedOn: '2026/11/22' })).toEqual(['维保日期应为年-月-日，例如 2026-11-22'])
    expect(messagesOf({ maintainedOn: '' })).toHaveLength(1)
  })

  it('keeps identity numbers off a label that hangs in public', () => {
    expect(messagesOf({ building: '值班员 11010519491231002X' })).toEqual([
      '建筑/部位中含有公民身份号码，标签公开张贴，请删去',
    ])
  })

  it('is an ordinary JSON value to the contract', () => {
    expect(() => z.toJSONSchema(LabelContent)).not.toThrow()
  })
})
