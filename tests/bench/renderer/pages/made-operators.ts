import type { OperatorView } from '../../../../domain/people/people-contract.ts'

const SURNAMES = '赵 钱 孙 李 周 吴 郑 王 冯 陈 褚 卫 蒋 沈 韩 杨'.split(' ')
const GIVEN = '佳 然 欣 宁 晓 明 志 强 海 燕 秋 月 文 轩'.split(' ')
const LEVELS = ['five', 'four', 'three', 'two', 'one'] as const
const DIRECTIONS = ['monitoring', 'maintenance', 'none'] as const
const STATES = ['synced', 'synced', 'synced', 'waiting', 'refused'] as const

/** The same people in every run and for every contender. */
export function madeOperators(count: number): OperatorView[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `operator-${index}`,
    name: `${of(SURNAMES, index)}${of(GIVEN, index * 7)}${of(GIVEN, index * 3 + 1)}`,
    mobile: `138****${String(index).padStart(4, '0')}`,
    idNumber: `320***********${String(index).padStart(4, '0')}`,
    certificateNumber: `No${String(20_260_000 + index)}`,
    level: of(LEVELS, index),
    direction: of(DIRECTIONS, index),
    sex: index % 2 === 0 ? ('男' as const) : ('女' as const),
    listedElsewhere: false,
    removedAt: null,
    syncState: of(STATES, index),
    refusal: null,
    warnings: index % 50 === 0 ? ['手机号码与第 1 人相同'] : [],
  }))
}

function of<Value>(values: readonly Value[], index: number): Value {
  const value = values[index % values.length]
  if (value === undefined) throw new Error('an empty list has nothing to choose from')
  return value
}
