import { z } from 'zod'
import { Day, Instant, Sha256 } from '../records/instants.ts'

/** 行政处罚的种类 (行政处罚法 Art. 9, as far as 消防法 Art. 69 and 应急管理部令第7号 Art. 26–30 use them). One decision may hold several. */
export const PenaltyKind = z.enum([
  'warning',
  'fine',
  'confiscation',
  'suspension',
  'disqualification',
  'other',
])
export type PenaltyKind = z.infer<typeof PenaltyKind>
export const PENALTY_KIND_LABELS: Record<PenaltyKind, string> = {
  warning: '警告',
  fine: '罚款',
  confiscation: '没收违法所得',
  suspension: '责令停止执业',
  disqualification: '吊销资格',
  other: '其他',
}

/** Offered while the authority types; whoever applies another provision writes it himself. */
export const PENALTY_BASES = [
  '《中华人民共和国消防法》第六十九条',
  ...['二十六', '二十七', '二十八', '二十九', '三十'].map(
    (article) => `《社会消防技术服务管理规定》（应急管理部令第7号）第${article}条`,
  ),
] as const

/** What the fire authority enters of one decision: date, breach, basis, kind, amount. */
export const PenaltyFields = z.object({
  decisionNumber: z.string(),
  decidedOn: Day,
  breach: z.string(), // 违法行为
  basis: z.string(), // 处罚依据
  kinds: z.array(PenaltyKind),
  amountYuan: z.number().nullable(),
  content: z.string(), // 处罚内容
  executed: z.boolean(),
  /** Whether the public may see it; that an organisation sees its own goes without saying. */
  isPublic: z.boolean(),
})
export type PenaltyFields = z.infer<typeof PenaltyFields>

/** 处罚情况 of an organisation (manual 2.3.4). Nothing is deleted: a decision that was revoked stays, withdrawn with its reason. */
export const Penalty = PenaltyFields.extend({
  authorityName: z.string(),
  documentSha256: Sha256.nullable(),
  enteredAt: Instant,
  withdrawn: z.object({ at: Instant, reason: z.string(), authorityName: z.string() }).nullable(),
})
export type Penalty = z.infer<typeof Penalty>

/** Those that count in 处罚情况 n 次. */
export function stands(penalty: Pick<Penalty, 'withdrawn'>): boolean {
  return penalty.withdrawn === null
}
