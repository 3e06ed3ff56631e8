import { describe, expect, it } from 'vitest'
import { fieldValue } from '../../../../renderer/features/sync/field-value.ts'
import { compareItems } from '../../../../renderer/features/sync/item-comparison.ts'

const names = {
  person: (id: string) => ({ e1: '雷思远', o1: '苗佳' })[id] ?? '？',
  project: (id: string) => (id === 'p1' ? '江宁大厦维保' : '？'),
}
const value = (type: Parameters<typeof fieldValue>[0], field: string, is: unknown) =>
  fieldValue(type, field, is, names)

describe('a field’s value on the screen', () => {
  it('is in the words of the forms', () => {
    expect(value('operator', 'level', 'four')).toEqual({ kind: 'text', text: '四级/中级' })
    expect(value('engineer', 'level', 'first')).toEqual({ kind: 'text', text: '一级' })
    expect(value('project', 'type', 'inspection')).toEqual({ kind: 'text', text: '检测' })
    expect(value('project', 'technicalLeaderId', 'e1')).toEqual({ kind: 'text', text: '雷思远' })
    expect(value('label', 'projectId', 'p1')).toEqual({ kind: 'text', text: '江宁大厦维保' })
    expect(value('project', 'createdAt', '2026-11-22T02:24:00.000Z')).toEqual({
      kind: 'text',
      text: '2026-11-22 10:24',
    })
  })

  it('hides personal numbers, also those of a foreign form, and says an empty one is empty', () => {
    expect(value('operator', 'idNumber', '32010219900307110X')).toMatchObject({
      kind: 'personal',
      masked: '320***********110X',
    })
    expect(value('operator', 'mobile', '13851820392')).toMatchObject({ masked: '138****0392' })
    expect(value('operator', 'mobile', '')).toEqual({ kind: 'text', text: '' })
  })

  it('lists people by name and things by theirs', () => {
    expect(value('project', 'memberIds', ['e1', 'o1'])).toEqual({
      kind: 'items',
      items: [
        { id: 'e1', text: '雷思远' },
        { id: 'o1', text: '苗佳' },
      ],
    })
    expect(value('project', 'buildings', [{ id: 'b', name: '1 号楼' }])).toEqual({
      kind: 'items',
      items: [{ id: 'b', text: '1 号楼' }],
    })
  })

  it('is empty for what is not there', () => {
    for (const nothing of [null, undefined, '']) {
      expect(value('project', 'address', nothing)).toEqual({ kind: 'text', text: '' })
    }
  })
})

describe('two lists side by side', () => {
  it('name each thing once and say where the sides differ', () => {
    const item = (id: string, text = id) => ({ id, text })
    const base = [item('a', '1 号楼'), item('b', '2 号楼'), item('c', '3 号楼')]
    const mine = [item('a', '1 号楼'), item('b', '2 号楼西'), item('d', '4 号楼')]
    const theirs = [item('a', '1 号楼'), item('b', '2 号楼东'), item('c', '3 号楼')]
    expect(compareItems(base, mine, theirs)).toEqual([
      { id: 'a', base: '1 号楼', mine: '1 号楼', theirs: '1 号楼', differs: false },
      { id: 'b', base: '2 号楼', mine: '2 号楼西', theirs: '2 号楼东', differs: true },
      { id: 'c', base: '3 号楼', mine: null, theirs: '3 号楼', differs: true },
      { id: 'd', base: null, mine: '4 号楼', theirs: null, differs: true },
    ])
  })
})
