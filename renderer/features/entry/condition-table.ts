import {
  conditionRulesOn,
  declaredConditions,
  type ConditionRuleKey,
} from '../../../domain/conditions/condition-rules.ts'
import type { ServiceType } from '../../../domain/conditions/service-type.ts'

/** Columns of the table: one service or both, where each threshold takes its higher value (Art. 7). */
const COLUMNS: readonly (readonly ServiceType[])[] = [
  ['maintenance'],
  ['assessment'],
  ['maintenance', 'assessment'],
]
export const CONDITION_COLUMNS = ['消防设施维护保养检测', '消防安全评估', '同时从事两项']

const ROWS: readonly [ConditionRuleKey, string, (required: number) => string][] = [
  ['engineers', '注册消防工程师', (required) => `不少于 ${required} 人`],
  ['first-level-engineers', '其中一级注册消防工程师', (required) => `不少于 ${required} 人`],
  ['technical-leader', '技术负责人', () => '设技术负责人'],
  ['technical-leader-level', '技术负责人的级别', () => '一级注册消防工程师'],
  ['operators', '消防设施操作员', (required) => `不少于 ${required} 人`],
  ['intermediate-operators', '其中中级以上消防设施操作员', (required) => `不少于 ${required} 人`],
]

/** The conditions of practice in force on a day, as rows of a table: name, then one cell per column. */
export function conditionTable(on: string): { rows: string[][]; sources: string[] } {
  const rules = conditionRulesOn(on, null)
  const counted = ROWS.map(([key, name, words]) => [
    name,
    ...COLUMNS.map((types) => {
      const required = rules
        .filter((rule) => rule.key === key && types.includes(rule.serviceType))
        .map((rule) => rule.required)
      return required.length === 0 ? '不要求' : words(Math.max(...required))
    }),
  ])
  const declared = COLUMNS.map((types) => declaredConditions(types))
  return {
    rows: [
      ...counted,
      [
        '工作场所建筑面积',
        ...declared.map(({ workplaceAreaSquareMetres }) => `不少于 ${workplaceAreaSquareMetres} 平方米`),
      ],
      ['管理体系', ...declared.map(({ managementSystems }) => managementSystems.join('、'))],
    ],
    sources: [...new Set(rules.map((rule) => rule.source))],
  }
}
