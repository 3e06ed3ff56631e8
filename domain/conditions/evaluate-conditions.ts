import { z } from 'zod'
import {
  EngineerLevel,
  EngineerPosition,
  INTERMEDIATE_OR_ABOVE,
  OperatorLevel,
  SENIOR_OR_ABOVE,
} from '../people/levels.ts'
import { Day } from '../records/instants.ts'
import type { ConditionRule, ConditionRuleKey } from './condition-rules.ts'
import { CONDITION_RULES, conditionRulesOn } from './condition-rules.ts'
import type { ConditionItem, Evaluation } from './evaluation.ts'
import { ServiceType } from './service-type.ts'

/** `personKey` tells one person from another (the ID number or a digest of it); `counted` comes from counted-people.ts. */
export const ConditionInput = z.object({
  serviceTypes: z.array(ServiceType),
  /** 实名认证 of the organisation by its legal representative. */
  organisationVerified: z.boolean(),
  letterPresent: z.boolean(),
  engineers: z.array(
    z.object({
      personKey: z.string(),
      level: EngineerLevel,
      position: EngineerPosition,
      counted: z.boolean(),
    }),
  ),
  operators: z.array(z.object({ personKey: z.string(), level: OperatorLevel, counted: z.boolean() })),
  on: Day,
  /** Prefix of the province whose stricter layer applies besides the national rules. */
  provincePrefix: z.string().length(2).nullable().optional(),
})
export type ConditionInput = z.infer<typeof ConditionInput>

type Counts = Evaluation['counts']
type Kind = ConditionItem['kind']

/** Labels and the manual's reasons, in the order in which they are shown. */
const WORDS: Record<ConditionRuleKey, { kind: Kind; label: string; reason: string }> = {
  engineers: { kind: 'count', label: '注册消防工程师', reason: '注册消防工程师人数不满足要求' },
  'first-level-engineers': { kind: 'count', label: '其中一级', reason: '一级注册消防工程师人数不满足要求' },
  'technical-leader': { kind: 'yes-or-no', label: '技术负责人', reason: '未设技术负责人' },
  'technical-leader-level': {
    kind: 'yes-or-no',
    label: '技术负责人为一级注册消防工程师',
    reason: '技术负责人不是一级注册消防工程师',
  },
  operators: { kind: 'count', label: '消防设施操作员', reason: '消防设施操作员人数不满足要求' },
  'intermediate-operators': {
    kind: 'count',
    label: '其中中级及以上',
    reason: '中级以上消防设施操作员人数不满足要求',
  },
}

/**
 * Evaluates the conditions of practice 从业条件, the same on the client and on the server. Every unmet condition is listed with its
 * reason; without a technical leader only his absence is a reason, not his level. More people of the same rank never make it worse.
 */
export function evaluateConditions(
  input: ConditionInput,
  rules: readonly ConditionRule[] = CONDITION_RULES,
): Evaluation {
  const applicable = conditionRulesOn(input.on, input.provincePrefix ?? null, rules).filter((rule) =>
    input.serviceTypes.includes(rule.serviceType),
  )
  const { counts, firstLevelLeader } = countPeople(input)
  const present: Record<ConditionRuleKey, number> = {
    engineers: counts.engineers,
    'first-level-engineers': counts.firstLevelEngineers,
    'technical-leader': counts.technicalLeaders,
    'technical-leader-level': firstLevelLeader ? 1 : 0,
    operators: counts.operators,
    'intermediate-operators': counts.intermediateOrAbove,
  }
  const items = [
    ...thresholds(applicable).map(([key, required]) => item(key, WORDS[key], required, present[key], counts)),
    item(
      'letter',
      { kind: 'yes-or-no', label: '承诺书', reason: '未上传承诺书' },
      1,
      input.letterPresent ? 1 : 0,
      counts,
    ),
    item(
      'verification',
      { kind: 'yes-or-no', label: '实名认证', reason: '未完成实名认证' },
      1,
      input.organisationVerified ? 1 : 0,
      counts,
    ),
  ]
  const noService = input.serviceTypes.length === 0 ? ['未选择服务类型'] : []
  return {
    effective: noService.length === 0 && items.every(({ met }) => met),
    ruleVersion: [...new Set(applicable.map((rule) => rule.version))].join('、'),
    items,
    reasons: [...noService, ...items.flatMap(({ reason }) => (reason === null ? [] : [reason]))],
    counts,
  }
}

/** The highest value asked for each key by any of the organisation's services or layers (Art. 7). */
function thresholds(rules: readonly ConditionRule[]): [ConditionRuleKey, number][] {
  const highest = new Map<ConditionRuleKey, number>()
  for (const { key, required } of rules) highest.set(key, Math.max(required, highest.get(key) ?? 0))
  // Safe: WORDS is declared with exactly these keys.
  const shown = Object.keys(WORDS) as ConditionRuleKey[]
  return shown.flatMap((key): [ConditionRuleKey, number][] => {
    const required = highest.get(key)
    return required === undefined ? [] : [[key, required]]
  })
}

function item(
  key: ConditionItem['key'],
  { kind, label, reason }: { kind: Kind; label: string; reason: string },
  required: number,
  present: number,
  counts: Counts,
): ConditionItem {
  const shown = kind === 'yes-or-no' ? Math.min(present, 1) : present
  const met = shown >= required
  const coveredElsewhere = key === 'technical-leader-level' && counts.technicalLeaders === 0
  return { key, label, kind, required, present: shown, met, reason: met || coveredElsewhere ? null : reason }
}

/** One person counts once in a role, with the best of what is on record. */
function countPeople(input: ConditionInput): { counts: Counts; firstLevelLeader: boolean } {
  const engineers = input.engineers.filter(({ counted }) => counted)
  const firstLevel = people(engineers.filter(({ level }) => level === 'first'))
  const leaders = people(engineers.filter(({ position }) => position === 'technical-leader'))
  const operators = input.operators.filter(({ counted }) => counted)
  const ofLevels = (levels: readonly OperatorLevel[]) =>
    people(operators.filter(({ level }) => levels.includes(level)))
  const intermediateOrAbove = ofLevels(INTERMEDIATE_OR_ABOVE).size
  const seniorOperators = ofLevels(SENIOR_OR_ABOVE).size
  return {
    firstLevelLeader: [...leaders].some((person) => firstLevel.has(person)),
    counts: {
      engineers: people(engineers).size,
      firstLevelEngineers: firstLevel.size,
      technicalLeaders: leaders.size,
      operators: people(operators).size,
      seniorOperators,
      intermediateOperators: intermediateOrAbove - seniorOperators,
      intermediateOrAbove,
    },
  }
}

const people = (entries: readonly { personKey: string }[]) =>
  new Set(entries.map(({ personKey }) => personKey))
