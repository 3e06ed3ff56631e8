import { describe, expect, it } from 'vitest'
import {
  CONDITION_RULES,
  ConditionRule,
  conditionRulesOn,
  declaredConditions,
} from '../../../domain/conditions/condition-rules.ts'

const versionsOn = (day: string) => [...new Set(conditionRulesOn(day, null).map(({ version }) => version))]

describe('condition rules', () => {
  it('are well-formed rows', () => {
    for (const rule of CONDITION_RULES) expect(ConditionRule.parse(rule)).toEqual(rule)
  })

  it('change hands on the day the order came into force', () => {
    expect(versionsOn('2021-11-08')).toEqual(['应急〔2019〕88号'])
    expect(versionsOn('2021-11-09')).toEqual(['应急管理部令第7号'])
    expect(versionsOn('2030-01-01')).toEqual(['应急管理部令第7号'])
  })

  it('are never without a row, even where a clock is wrong', () => {
    expect(versionsOn('1970-01-01')).toEqual(['应急〔2019〕88号'])
  })

  it('hold one row for each threshold on any one day', () => {
    for (const day of ['2019-08-29', '2021-11-08', '2021-11-09', '2026-01-01']) {
      const keys = conditionRulesOn(day, null).map(({ serviceType, key }) => `${serviceType} ${key}`)
      expect(new Set(keys).size).toBe(keys.length)
      expect(keys).toHaveLength(10)
    }
  })

  it('name what the letter declares for each service', () => {
    expect(declaredConditions(['maintenance'])).toEqual({
      workplaceAreaSquareMetres: 200,
      managementSystems: ['质量管理体系'],
    })
    expect(declaredConditions(['assessment'])).toEqual({
      workplaceAreaSquareMetres: 100,
      managementSystems: ['消防安全评估过程控制体系'],
    })
    expect(declaredConditions(['assessment', 'maintenance'])).toEqual({
      workplaceAreaSquareMetres: 200,
      managementSystems: ['质量管理体系', '消防安全评估过程控制体系'],
    })
  })
})
