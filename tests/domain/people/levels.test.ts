import { describe, expect, it } from 'vitest'
import type { OperatorDirection } from '../../../domain/people/levels.ts'
import { OperatorLevel, warnLevelDirection } from '../../../domain/people/levels.ts'

const possible = (direction: OperatorDirection) =>
  OperatorLevel.options.filter((level) => warnLevelDirection(level, direction).length === 0)

describe('warnLevelDirection', () => {
  it('knows which levels a direction has', () => {
    expect(possible('none')).toEqual(['five', 'four', 'three', 'two', 'one'])
    expect(possible('monitoring')).toEqual(['five', 'four', 'three', 'two'])
    expect(possible('maintenance')).toEqual(['four', 'three', 'two', 'one'])
  })

  it('names both and says what to do', () => {
    expect(warnLevelDirection('five', 'maintenance')).toEqual([
      '职业方向“消防设施检测维修保养”只有四级至一级，没有五级/初级，请与证书核对',
    ])
  })
})
