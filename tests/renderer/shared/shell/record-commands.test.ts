import { describe, expect, it } from 'vitest'
import type { EngineerView, OperatorView } from '../../../../domain/people/people-contract.ts'
import { recordCommands } from '../../../../renderer/shared/shell/record-commands.ts'

const view = { version: 1, syncState: 'synced', refusal: null } as const
const operator = (id: string, removedAt: string | null): OperatorView => ({
  ...view,
  id,
  name: '苗佳',
  idNumber: '320***********1106',
  mobile: '138****7719',
  certificateNumber: 'No000001',
  level: 'three',
  direction: 'maintenance',
  removedAt,
  sex: '女',
  listedElsewhere: false,
  warnings: [],
})

describe('the records in the command box', () => {
  it('show people by name and qualification, never by a number', () => {
    const engineer = {
      ...view,
      id: 'e1',
      name: '雷震宇',
      idNumber: '320***********1331',
      mobile: '136****0000',
      level: 'first',
      state: 'left',
    }
    const commands = recordCommands({
      projects: [],
      labels: [],
      operators: [operator('o1', null)],
      // Safe: only what a command is made of.
      engineers: [engineer as unknown as EngineerView],
    })
    expect(commands.map(({ label, detail, to }) => [label, detail, to])).toEqual([
      ['苗佳', '三级/高级 · 消防设施检测维修保养', '/people/operators?find=o1'],
      ['雷震宇', '一级 · 已离开', '/people/engineers?find=e1'],
    ])
    expect(JSON.stringify(commands)).not.toMatch(/\*|1106|7719|No0/)
  })

  it('leave out whoever was removed', () => {
    const operators = [operator('o1', '2026-11-22T02:24:00Z')]
    expect(recordCommands({ projects: [], labels: [], engineers: [], operators })).toEqual([])
  })
})
