import { z } from 'zod'
import { Day } from '../records/instants.ts'
import { ServiceType } from './service-type.ts'

/** What a threshold counts; the keys are those of the evaluation's items. */
export const ConditionRuleKey = z.enum([
  'engineers',
  'first-level-engineers',
  'technical-leader',
  'technical-leader-level',
  'operators',
  'intermediate-operators',
])
export type ConditionRuleKey = z.infer<typeof ConditionRuleKey>

/** One threshold. A later revision ends the old row by `validUntil` and adds one; a province's stricter layer only adds rows. */
export const ConditionRule = z.object({
  version: z.string(),
  source: z.string(),
  serviceType: ServiceType,
  key: ConditionRuleKey,
  required: z.number().int().min(0),
  validFrom: Day,
  /** The last day on which it holds; null while nobody has ended it. */
  validUntil: Day.nullable(),
  /** Two-digit prefix of the province whose layer it is; null for the whole country. */
  provincePrefix: z.string().length(2).nullable(),
})
export type ConditionRule = z.infer<typeof ConditionRule>

type Thresholds = Partial<Record<ConditionRuleKey, number>>

const MAINTENANCE: Thresholds = {
  engineers: 2,
  'first-level-engineers': 1,
  'technical-leader': 1,
  'technical-leader-level': 1,
  operators: 6,
  'intermediate-operators': 2,
}
const ASSESSMENT: Thresholds = {
  engineers: 2,
  'first-level-engineers': 1,
  'technical-leader': 1,
  'technical-leader-level': 1,
}

type Layer = Pick<ConditionRule, 'version' | 'source' | 'validFrom' | 'validUntil'>

function rules(layer: Layer, serviceType: ServiceType, thresholds: Thresholds): ConditionRule[] {
  return ConditionRuleKey.options.flatMap((key) => {
    const required = thresholds[key]
    return required === undefined ? [] : [{ ...layer, serviceType, key, required, provincePrefix: null }]
  })
}

const NOTICE_88 = {
  version: '应急〔2019〕88号',
  validFrom: '2019-08-29',
  validUntil: '2021-11-08',
  source: '《消防技术服务机构从业条件》（应急〔2019〕88号）',
}
const ORDER_7 = { version: '应急管理部令第7号', validFrom: '2021-11-09', validUntil: null }

/**
 * The national thresholds: 《社会消防技术服务管理规定》 Art. 5 (maintenance and inspection), 6 (assessment), 7 (both: each
 * threshold at its higher value), in force since 2021-11-09; before it the notice of 2019 with the same numbers.
 */
export const CONDITION_RULES: readonly ConditionRule[] = [
  ...rules(NOTICE_88, 'maintenance', MAINTENANCE),
  ...rules(NOTICE_88, 'assessment', ASSESSMENT),
  ...rules(
    { ...ORDER_7, source: '《社会消防技术服务管理规定》（应急管理部令第7号）第五条' },
    'maintenance',
    MAINTENANCE,
  ),
  ...rules(
    { ...ORDER_7, source: '《社会消防技术服务管理规定》（应急管理部令第7号）第六条' },
    'assessment',
    ASSESSMENT,
  ),
]

/** The rows that hold on a day. Before the first of them (a workstation whose clock is wrong) the earliest national ones stand in. */
export function conditionRulesOn(
  on: string,
  provincePrefix: string | null,
  all: readonly ConditionRule[] = CONDITION_RULES,
): ConditionRule[] {
  const earliest = all.reduce((day, rule) => (rule.validFrom < day ? rule.validFrom : day), '9999-12-31')
  const day = on < earliest ? earliest : on
  return all.filter(
    (rule) =>
      rule.validFrom <= day &&
      (rule.validUntil === null || day <= rule.validUntil) &&
      (rule.provincePrefix === null || rule.provincePrefix === provincePrefix),
  )
}

/** What the signed letter declares; no form of the manual holds it, so the program states it and does not evaluate it. */
export function declaredConditions(serviceTypes: readonly ServiceType[]): {
  workplaceAreaSquareMetres: number
  managementSystems: string[]
} {
  const maintenance = serviceTypes.includes('maintenance')
  return {
    workplaceAreaSquareMetres: maintenance ? 200 : 100,
    managementSystems: [
      ...(maintenance ? ['质量管理体系'] : []),
      ...(serviceTypes.includes('assessment') ? ['消防安全评估过程控制体系'] : []),
    ],
  }
}
