import { z } from 'zod'
import { EngineerProfile } from '../people/engineer.ts'
import { Instant } from '../records/instants.ts'

/** 已提交 → 机构确认 → 审批; every other state ends it. (注册消防工程师管理规定) */
export const ApplicationState = z.enum([
  'submitted',
  'organisation-agreed',
  'organisation-declined',
  'approved',
  'returned', // 退回补正
  'refused', // 不予注册
  'withdrawn',
])
export type ApplicationState = z.infer<typeof ApplicationState>

export const APPLICATION_STATE_LABELS: Record<ApplicationState, string> = {
  submitted: '待机构确认',
  'organisation-agreed': '待消防救援机构审批',
  'organisation-declined': '机构未同意',
  approved: '已通过',
  returned: '退回补正',
  refused: '不予注册',
  withdrawn: '已撤回',
}

/** 初始注册 or 变更注册 (moves from another organisation; keeps the old expiry). */
export const ApplicationKind = z.enum(['initial', 'transfer'])
export type ApplicationKind = z.infer<typeof ApplicationKind>
export const APPLICATION_KIND_LABELS: Record<ApplicationKind, string> = {
  initial: '初始注册',
  transfer: '变更注册',
}

/** An engineer's application to be registered with an organisation. */
export const Application = z.object({
  kind: ApplicationKind,
  state: ApplicationState,
  organisationId: z.string(),
  organisationName: z.string(),
  engineer: EngineerProfile.extend({ accountId: z.string(), verified: z.boolean() }),
  submittedAt: Instant,
  answeredAt: Instant.nullable(),
  decidedAt: Instant.nullable(),
  reason: z.string(),
})
export type Application = z.infer<typeof Application>
