import { z } from 'zod'
import { Day, Instant } from '../records/instants.ts'
import { EngineerLevel, EngineerPosition } from './levels.ts'

/** What a registered fire engineer states of himself; the same fields in his profile and in the organisation's list. */
export const EngineerProfile = z.object({
  name: z.string(),
  mobile: z.string(),
  idNumber: z.string(),
  qualificationNumber: z.string(), // 资格证书编号
  managementNumber: z.string(), // 证书管理号
  level: EngineerLevel,
  validUntil: Day,
})
export type EngineerProfile = z.infer<typeof EngineerProfile>

/** An engineer whose registration with this organisation the fire authority has approved; only the server makes and ends these. */
export const Engineer = EngineerProfile.extend({
  accountId: z.string(),
  verified: z.boolean(), // 实名认证 已认证
  state: z.enum(['normal', 'left']),
  position: EngineerPosition,
  joinedAt: Instant,
  leftAt: Instant.nullable(),
})
export type Engineer = z.infer<typeof Engineer>
