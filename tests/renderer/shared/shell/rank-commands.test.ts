import pinyin from 'pinyin-match'
import { describe, expect, it } from 'vitest'
import type { Command, CommandGroup } from '../../../../renderer/shared/shell/command.ts'
import { rankCommands, type PinyinMatch } from '../../../../renderer/shared/shell/rank-commands.ts'

const command = (group: CommandGroup, label: string, keywords: string[] = []): Command => ({
  id: `${group}:${label}`,
  group,
  label,
  detail: '',
  keywords,
  icon: () => null,
  to: '/',
})
const matchPinyin: PinyinMatch = (text, letters) => {
  const found = pinyin.match(text, letters)
  return found ? found[0] : null
}
const COMMANDS = [
  command('操作', '打印维保标签'),
  command('操作', '立即同步'),
  command('页面', '首页'),
  command('页面', '打印记录'),
  command('页面', '标签打印机'),
  command('页面', '同步中心'),
  command('执业项目', '金鹰大厦维护保养', ['WB-2026-0117', '南京金鹰']),
  command('消防设施操作员', '苗佳'),
  command('维保标签', 'NJ-000117', ['金鹰大厦维护保养', '1 号楼']),
]
const labels = (text: string) =>
  rankCommands(COMMANDS, text, matchPinyin).map(({ group, commands }) => [
    group,
    commands.map(({ label }) => label),
  ])

describe('the order of the command box', () => {
  it('is actions and pages as they come while nothing is typed, and no record', () => {
    expect(labels(' ')).toEqual([
      ['操作', ['打印维保标签', '立即同步']],
      ['页面', ['首页', '打印记录', '标签打印机', '同步中心']],
    ])
  })

  it('puts a name that begins with the word before one that holds it', () => {
    expect(labels('打印')).toEqual([
      ['操作', ['打印维保标签']],
      ['页面', ['打印记录', '标签打印机']],
    ])
    expect(labels('同步')).toEqual([
      ['页面', ['同步中心']],
      ['操作', ['立即同步']],
    ])
  })

  it('finds a contract by its number in any writing, before what merely mentions it', () => {
    expect(labels('ｗｂ2026 0117')).toEqual([['执业项目', ['金鹰大厦维护保养']]])
    expect(labels('wb-2026-0117')).toEqual([['执业项目', ['金鹰大厦维护保养']]])
    expect(labels('金鹰').map(([group]) => group)).toEqual(['执业项目', '维保标签'])
  })

  it('wants every word', () => {
    expect(labels('金鹰 号楼')).toEqual([['维保标签', ['NJ-000117']]])
    expect(labels('金鹰 苗佳')).toEqual([])
  })

  it('takes pinyin and its initials where no letters stand', () => {
    expect(labels('dyjl')).toEqual([['页面', ['打印记录']]])
    expect(labels('mj')).toEqual([['消防设施操作员', ['苗佳']]])
    expect(labels('tongbu')[0]).toEqual(['页面', ['同步中心']])
    expect(labels('nj')[0]).toEqual(['维保标签', ['NJ-000117']])
  })

  it('shows six records of a kind and says how many more there are', () => {
    const many = Array.from({ length: 20 }, (_, index) => command('消防设施操作员', `王${index}`))
    expect(rankCommands(many, '王')).toMatchObject([{ commands: { length: 6 }, hidden: 14 }])
  })
})
