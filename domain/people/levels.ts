import { z } from 'zod'

/** 职业资格等级 of 消防设施操作员, lowest first. */
export const OperatorLevel = z.enum(['five', 'four', 'three', 'two', 'one'])
export type OperatorLevel = z.infer<typeof OperatorLevel>
export const OPERATOR_LEVEL_LABELS: Record<OperatorLevel, string> = {
  five: '五级/初级',
  four: '四级/中级',
  three: '三级/高级',
  two: '二级/技师',
  one: '一级/高级技师',
}

/** 职业方向, optional in the manual; 无 is an explicit choice. */
export const OperatorDirection = z.enum(['none', 'monitoring', 'maintenance'])
export type OperatorDirection = z.infer<typeof OperatorDirection>
export const OPERATOR_DIRECTION_LABELS: Record<OperatorDirection, string> = {
  none: '无',
  monitoring: '消防设施监控操作',
  maintenance: '消防设施检测维修保养',
}

export const EngineerLevel = z.enum(['first', 'second'])
export type EngineerLevel = z.infer<typeof EngineerLevel>
export const ENGINEER_LEVEL_LABELS: Record<EngineerLevel, string> = { first: '一级', second: '二级' }

export const EngineerPosition = z.enum(['technical-leader', 'project-leader', 'ordinary'])
export type EngineerPosition = z.infer<typeof EngineerPosition>
export const ENGINEER_POSITION_LABELS: Record<EngineerPosition, string> = {
  'technical-leader': '技术负责人',
  'project-leader': '项目负责人',
  ordinary: '一般',
}

/** 职业资格 of every operator in the manual's tables. */
export const OPERATOR_QUALIFICATION = '消防设施操作员'

/** 中级以上 counts the level itself: 四级 三级 二级 一级 (应急管理部令第7号 Art. 5). */
export const INTERMEDIATE_OR_ABOVE: readonly OperatorLevel[] = ['four', 'three', 'two', 'one']
/** 高级 in the manual's counts line: 三级 and better. */
export const SENIOR_OR_ABOVE: readonly OperatorLevel[] = ['three', 'two', 'one']

/** The levels that the national occupational standard has for each direction. */
const DIRECTION_LEVELS: Record<OperatorDirection, { levels: readonly OperatorLevel[]; range: string }> = {
  none: { levels: OperatorLevel.options, range: '五级至一级' },
  monitoring: { levels: ['five', 'four', 'three', 'two'], range: '五级至二级' },
  maintenance: { levels: ['four', 'three', 'two', 'one'], range: '四级至一级' },
}

/** A pair that cannot stand on a certificate is pointed out, never refused. */
export function warnLevelDirection(level: OperatorLevel, direction: OperatorDirection): string[] {
  const { levels, range } = DIRECTION_LEVELS[direction]
  if (levels.includes(level)) return []
  const pair = `职业方向“${OPERATOR_DIRECTION_LABELS[direction]}”只有${range}`
  return [`${pair}，没有${OPERATOR_LEVEL_LABELS[level]}，请与证书核对`]
}
