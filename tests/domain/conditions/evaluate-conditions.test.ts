import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConditionRule } from '../../../domain/conditions/condition-rules.ts'
import { CONDITION_RULES } from '../../../domain/conditions/condition-rules.ts'
import { ConditionInput, evaluateConditions } from '../../../domain/conditions/evaluate-conditions.ts'
import { Evaluation } from '../../../domain/conditions/evaluation.ts'
import type { ServiceType } from '../../../domain/conditions/service-type.ts'
import type { OperatorLevel } from '../../../domain/people/levels.ts'
import { EngineerLevel, EngineerPosition, OperatorLevel as Level } from '../../../domain/people/levels.ts'

type Engineers = ConditionInput['engineers']
const SERVICES: [string, ServiceType[]][] = [
  ['维护保养检测', ['maintenance']],
  ['安全评估', ['assessment']],
  ['both', ['maintenance', 'assessment']],
]
const WITH_OPERATORS = SERVICES.filter(([, types]) => types.includes('maintenance'))

const leader = { personKey: 'e0', level: 'first', position: 'technical-leader', counted: true } as const
function engineers(firstLevel: number, secondLevel: number): Engineers {
  const first = Array.from({ length: firstLevel }, (_, n) =>
    n === 0
      ? leader
      : { personKey: `e${n}`, level: 'first' as const, position: 'ordinary' as const, counted: true },
  )
  const second = Array.from({ length: secondLevel }, (_, n) => ({
    personKey: `s${n}`,
    level: 'second' as const,
    position: 'ordinary' as const,
    counted: true,
  }))
  return [...first, ...second]
}
const operators = (...groups: [OperatorLevel, number][]) =>
  groups.flatMap(([level, count]) =>
    Array.from({ length: count }, (_, n) => ({ personKey: `${level}${n}`, level, counted: true })),
  )
const input = (serviceTypes: ServiceType[], changes: Partial<ConditionInput> = {}): ConditionInput => ({
  serviceTypes,
  organisationVerified: true,
  letterPresent: true,
  engineers: engineers(1, 1),
  operators: operators(['five', 4], ['four', 2]),
  on: '2025-11-22',
  ...changes,
})
const itemOf = (evaluation: Evaluation, key: string) => evaluation.items.find((item) => item.key === key)

const inputs = fc.record({
  serviceTypes: fc.subarray<ServiceType>(['maintenance', 'assessment']),
  organisationVerified: fc.boolean(),
  letterPresent: fc.boolean(),
  engineers: fc.array(
    fc.record({
      personKey: fc.constantFrom('a', 'b', 'c'),
      level: fc.constantFrom(...EngineerLevel.options),
      position: fc.constantFrom(...EngineerPosition.options),
      counted: fc.boolean(),
    }),
    { maxLength: 5 },
  ),
  operators: fc.array(
    fc.record({
      personKey: fc.constantFrom(...Array.from('abcdefgh')),
      level: fc.constantFrom(...Level.options),
      counted: fc.boolean(),
    }),
    { maxLength: 12 },
  ),
  on: fc.constantFrom('1970-01-01', '2020-05-01', '2025-11-22'),
})

describe('evaluateConditions', () => {
  it.each(SERVICES)('is effective for %s at exactly the thresholds', (_, types) => {
    const evaluation = evaluateConditions(input(types))
    expect(evaluation).toMatchObject({ effective: true, reasons: [], ruleVersion: '应急管理部令第7号' })
    expect(Evaluation.parse(evaluation)).toEqual(evaluation)
  })

  it.each(SERVICES)('counts engineers for %s: one is too few, two do, three do', (_, types) => {
    for (const [second, met] of [
      [0, false],
      [1, true],
      [2, true],
    ] as const) {
      const evaluation = evaluateConditions(input(types, { engineers: engineers(1, second) }))
      expect(itemOf(evaluation, 'engineers')).toMatchObject({ required: 2, present: 1 + second, met })
      expect(evaluation.reasons).toEqual(met ? [] : ['注册消防工程师人数不满足要求'])
    }
  })

  it.each(SERVICES)('asks %s for an engineer of the first level: none, one, two', (_, types) => {
    for (const first of [0, 1, 2]) {
      const evaluation = evaluateConditions(input(types, { engineers: engineers(first, 2) }))
      expect(itemOf(evaluation, 'first-level-engineers')).toMatchObject({
        required: 1,
        present: first,
        met: first >= 1,
      })
      expect(evaluation.effective).toBe(first >= 1)
      expect(evaluation.reasons.includes('一级注册消防工程师人数不满足要求')).toBe(first === 0)
    }
  })

  it.each(WITH_OPERATORS)('counts operators for %s: five, six, seven', (_, types) => {
    for (const five of [3, 4, 5]) {
      const evaluation = evaluateConditions(
        input(types, { operators: operators(['five', five], ['four', 2]) }),
      )
      expect(itemOf(evaluation, 'operators')).toMatchObject({
        required: 6,
        present: five + 2,
        met: five >= 4,
      })
      expect(evaluation.reasons).toEqual(five >= 4 ? [] : ['消防设施操作员人数不满足要求'])
    }
  })

  it.each(WITH_OPERATORS)(
    'counts operators of 中级以上 for %s: one, two, three, of any level from 四级',
    (_, types) => {
      for (const level of ['four', 'three', 'two', 'one'] as const) {
        for (const count of [1, 2, 3]) {
          const evaluation = evaluateConditions(
            input(types, { operators: operators(['five', 8], [level, count]) }),
          )
          expect(itemOf(evaluation, 'intermediate-operators')).toMatchObject({
            required: 2,
            present: count,
            met: count >= 2,
          })
          expect(evaluation.reasons).toEqual(count >= 2 ? [] : ['中级以上消防设施操作员人数不满足要求'])
        }
      }
    },
  )

  it('asks no operators of 安全评估 alone', () => {
    const evaluation = evaluateConditions(input(['assessment'], { operators: [] }))
    expect(evaluation.effective).toBe(true)
    expect(itemOf(evaluation, 'operators')).toBeUndefined()
    expect(itemOf(evaluation, 'intermediate-operators')).toBeUndefined()
  })

  it('says that no technical leader is set, and only that', () => {
    const none = engineers(2, 0).map((engineer) => ({ ...engineer, position: 'ordinary' as const }))
    const evaluation = evaluateConditions(input(['assessment'], { engineers: none }))
    expect(evaluation.reasons).toEqual(['未设技术负责人'])
    expect(itemOf(evaluation, 'technical-leader-level')).toMatchObject({ met: false, reason: null })
  })

  it('asks that the technical leader be of the first level', () => {
    const [first, second] = engineers(1, 1)
    const swapped = [
      { ...first!, position: 'ordinary' as const },
      { ...second!, position: 'technical-leader' as const },
    ]
    const evaluation = evaluateConditions(input(['maintenance'], { engineers: swapped }))
    expect(evaluation.reasons).toEqual(['技术负责人不是一级注册消防工程师'])
  })

  it('asks for the letter and the verification', () => {
    const evaluation = evaluateConditions(
      input(['assessment'], { letterPresent: false, organisationVerified: false }),
    )
    expect(evaluation.reasons).toEqual(['未上传承诺书', '未完成实名认证'])
  })

  it('lists every unmet condition in order, never only the first', () => {
    const evaluation = evaluateConditions(
      input(['maintenance'], {
        engineers: [],
        operators: [],
        letterPresent: false,
        organisationVerified: false,
      }),
    )
    expect(evaluation.reasons).toEqual([
      '注册消防工程师人数不满足要求',
      '一级注册消防工程师人数不满足要求',
      '未设技术负责人',
      '消防设施操作员人数不满足要求',
      '中级以上消防设施操作员人数不满足要求',
      '未上传承诺书',
      '未完成实名认证',
    ])
  })

  it('is never effective without a service', () => {
    expect(evaluateConditions(input([]))).toMatchObject({ effective: false, reasons: ['未选择服务类型'] })
  })

  it('leaves out people who do not count', () => {
    const [first, second] = engineers(1, 1)
    const evaluation = evaluateConditions(
      input(['assessment'], { engineers: [first!, { ...second!, counted: false }] }),
    )
    expect(evaluation.counts.engineers).toBe(1)
    expect(evaluation.effective).toBe(false)
  })

  it('counts one person once in a role, with the best level', () => {
    const twice = [leader, { ...leader, level: 'second' as const, position: 'ordinary' as const }]
    expect(evaluateConditions(input(['assessment'], { engineers: twice })).counts).toMatchObject({
      engineers: 1,
      firstLevelEngineers: 1,
      technicalLeaders: 1,
    })
    const same = operators(['five', 6], ['four', 2]).map((operator) => ({ ...operator, personKey: 'x' }))
    expect(evaluateConditions(input(['maintenance'], { operators: same })).counts.operators).toBe(1)
  })

  it('gives the counts of the manual’s example: 操作员 6人 高级 2人 中级 2人', () => {
    const evaluation = evaluateConditions(
      input(['maintenance'], {
        engineers: engineers(0, 1),
        operators: operators(['five', 2], ['three', 2], ['four', 2]),
      }),
    )
    expect(evaluation.counts).toEqual({
      engineers: 1,
      firstLevelEngineers: 0,
      technicalLeaders: 0,
      operators: 6,
      seniorOperators: 2,
      intermediateOperators: 2,
      intermediateOrAbove: 4,
    })
  })

  it('is effective exactly when nothing is unmet and no reason stands', () => {
    fc.assert(
      fc.property(inputs, (some) => {
        const { effective, items, reasons } = evaluateConditions(some)
        expect(effective).toBe(reasons.length === 0)
        for (const item of items) expect(item.met).toBe(item.present >= item.required)
      }),
    )
  })

  it('never becomes worse by another person, a letter, a verification, or one service less', () => {
    fc.assert(
      fc.property(inputs, inputs, (some, more) => {
        const better = evaluateConditions({
          ...some,
          engineers: [...some.engineers, ...more.engineers],
          operators: [...some.operators, ...more.operators],
          letterPresent: some.letterPresent || more.letterPresent,
          organisationVerified: some.organisationVerified || more.organisationVerified,
        })
        const before = evaluateConditions(some)
        for (const item of before.items) if (item.met) expect(itemOf(better, item.key)?.met).toBe(true)
        if (before.effective) expect(better.effective).toBe(true)
        const [only] = some.serviceTypes
        if (before.effective && only)
          expect(evaluateConditions({ ...some, serviceTypes: [only] }).effective).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('follows a stricter provincial layer that is one more row', () => {
    const jiangsu: ConditionRule = {
      version: '苏消示例',
      source: 'a province’s notice',
      serviceType: 'maintenance',
      key: 'operators',
      required: 8,
      validFrom: '2024-01-01',
      validUntil: null,
      provincePrefix: '32',
    }
    const rules = [...CONDITION_RULES, jiangsu]
    const there = evaluateConditions(input(['maintenance'], { provincePrefix: '32' }), rules)
    expect(there).toMatchObject({ effective: false, ruleVersion: '应急管理部令第7号、苏消示例' })
    expect(itemOf(there, 'operators')?.required).toBe(8)
    expect(evaluateConditions(input(['maintenance'], { provincePrefix: '33' }), rules).effective).toBe(true)
    expect(
      evaluateConditions(input(['maintenance'], { provincePrefix: '32', on: '2023-12-31' }), rules).effective,
    ).toBe(true)
  })

  it('accepts its own input as JSON', () => {
    const some = input(['maintenance'])
    expect(ConditionInput.parse(JSON.parse(JSON.stringify(some)))).toEqual(some)
  })
})
