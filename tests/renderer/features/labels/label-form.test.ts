import { describe, expect, it } from 'vitest'
import {
  blankLabel,
  canPreview,
  forProject,
  labelMessages,
  labelOfDraft,
  labelToSend,
} from '../../../../renderer/features/labels/label-form.ts'

const TODAY = '2026-11-22'
const PROJECT = { id: 'p1', buildings: [{ id: 'b', name: '1 号楼' }], systems: [] }
const filled = { ...forProject(blankLabel('025-83456789', TODAY), PROJECT), printerId: 'printer' }

describe('the label form', () => {
  it('has nothing to say about a complete label', () => {
    expect(labelMessages(filled, TODAY)).toEqual({})
  })

  it('takes the only building of a chosen project and forgets the words of the former one', () => {
    expect(filled).toMatchObject({ projectId: 'p1', building: '1 号楼', system: '' })
    const two = { ...PROJECT, id: 'p2', buildings: [...PROJECT.buildings, { id: 'c', name: '2 号楼' }] }
    expect(forProject(filled, two)).toMatchObject({ projectId: 'p2', building: '' })
  })

  it('asks for project, date and printer', () => {
    expect(labelMessages({ ...blankLabel('', TODAY), maintainedOn: '' }, TODAY)).toEqual({
      projectId: '请选择执业项目',
      maintainedOn: '请填写维保日期',
      printerId: '请选择标签打印机',
    })
  })

  it('refuses maintenance in the future and a next date that is not later', () => {
    expect(labelMessages({ ...filled, maintainedOn: '2026-11-23' }, TODAY).maintainedOn).toContain(TODAY)
    expect(labelMessages({ ...filled, nextDueOn: TODAY }, TODAY).nextDueOn).toContain('晚于维保日期')
    expect(labelMessages({ ...filled, nextDueOn: '2026-12-22' }, TODAY).nextDueOn).toBeUndefined()
  })

  it('keeps identity numbers off a label that hangs in public', () => {
    expect(labelMessages({ ...filled, building: '320102199001011234' }, TODAY).building).toContain(
      '公民身份号码',
    )
  })

  it('names the phone by its name on the label', () => {
    expect(labelMessages({ ...filled, contactPhone: '12' }, TODAY).contactPhone).not.toContain('公开联系电话')
    expect(labelToSend({ ...filled, contactPhone: ' 138 0013 8000 ' }).contactPhone).toBe('13800138000')
  })

  it('says how many labels are too many', () => {
    expect(labelMessages({ ...filled, count: 201 }, TODAY).count).toContain('现在是 201')
    expect(labelMessages({ ...filled, copies: 0 }, TODAY).copies).toContain('现在是 0')
  })

  it('previews as soon as project and date are there', () => {
    expect(canPreview(filled)).toBe(true)
    expect(canPreview({ ...filled, projectId: '' })).toBe(false)
    expect(canPreview({ ...filled, nextDueOn: '2026-13-01' })).toBe(false)
  })

  it('takes a draft of another shape for what it is worth', () => {
    expect(labelOfDraft({ building: 7, count: 'x', system: '消火栓' })).toMatchObject({
      building: '',
      count: 1,
      system: '消火栓',
    })
  })
})
