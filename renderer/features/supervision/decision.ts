import type { Decision } from '../../../domain/supervision/supervision-contract.ts'

export const DECISION_LABELS: Record<Decision, string> = {
  approve: '通过',
  return: '退回补正',
  refuse: '不予注册',
}

export const REASON_MAX_LENGTH = 300

/** 退回补正 and 不予注册 must say why; the applicant reads it. */
export const MISSING_REASON: Record<Exclude<Decision, 'approve'>, string> = {
  return: '请填写需要补正的内容，申请人会看到',
  refuse: '请填写不予注册的原因，申请人会看到',
}
