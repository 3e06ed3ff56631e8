import { PENALTY_KIND_LABELS, type Penalty } from '../../../domain/penalties/penalty.ts'
import { dayTimeText } from '../../shared/records/date-text.ts'

const YUAN = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 0, maximumFractionDigits: 2 })

export function kindsText({ kinds }: Pick<Penalty, 'kinds'>): string {
  return kinds.map((kind) => PENALTY_KIND_LABELS[kind]).join('、')
}

export function amountText({ amountYuan }: Pick<Penalty, 'amountYuan'>): string {
  return amountYuan === null ? '—' : `${YUAN.format(amountYuan)} 元`
}

/** One decision, in the order of a decision's own text. */
export function penaltyFacts(penalty: Penalty): { name: string; value: string; wide?: boolean }[] {
  const { withdrawn } = penalty
  return [
    { name: '处罚决定书文号', value: penalty.decisionNumber },
    { name: '处罚日期', value: penalty.decidedOn },
    { name: '处罚机关', value: penalty.authorityName },
    { name: '处罚种类', value: kindsText(penalty) },
    { name: '金额', value: amountText(penalty) },
    { name: '执行情况', value: penalty.executed ? '已执行' : '未执行' },
    { name: '违法行为', value: penalty.breach, wide: true },
    { name: '处罚依据', value: penalty.basis, wide: true },
    { name: '处罚内容', value: penalty.content, wide: true },
    { name: '是否公开', value: penalty.isPublic ? '公开' : '不公开' },
    { name: '录入时间', value: dayTimeText(penalty.enteredAt) },
    ...(withdrawn
      ? [
          {
            name: '撤销',
            value: `${dayTimeText(withdrawn.at)} ${withdrawn.authorityName}：${withdrawn.reason}`,
            wide: true,
          },
        ]
      : []),
  ]
}
