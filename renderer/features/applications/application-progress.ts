import type { OwnApplication } from '../../../domain/applications/applications-contract.ts'
import { dayTimeText } from '../../shared/records/date-text.ts'

export interface ProgressStep {
  label: string
  note: string
  state: 'done' | 'current' | 'ended' | 'open'
}

/** 提交申请 → 机构确认 → 消防救援机构审批, with where this application is and since when. */
export function progressOf(application: OwnApplication): ProgressStep[] {
  const { state, submittedAt, answeredAt, decidedAt } = application
  const answered: ProgressStep['state'] =
    state === 'submitted'
      ? 'current'
      : state === 'organisation-declined' || (state === 'withdrawn' && answeredAt === null)
        ? 'ended'
        : 'done'
  const decided: Record<OwnApplication['state'], ProgressStep['state']> = {
    submitted: 'open',
    'organisation-agreed': 'current',
    'organisation-declined': 'open',
    approved: 'done',
    returned: 'ended',
    refused: 'ended',
    withdrawn: answeredAt === null ? 'open' : 'ended',
  }
  return [
    { label: '提交申请', note: dayTimeText(submittedAt), state: 'done' },
    { label: '机构确认', note: noteOf(answered, answeredAt, application), state: answered },
    {
      label: '消防救援机构审批',
      note: noteOf(decided[state], decidedAt, application),
      state: decided[state],
    },
  ]
}

const ENDINGS: Partial<Record<OwnApplication['state'], string>> = {
  'organisation-declined': '未同意',
  returned: '退回补正',
  refused: '不予注册',
  withdrawn: '已撤回',
}

function noteOf(step: ProgressStep['state'], at: string | null, { state }: OwnApplication): string {
  const time = at === null ? '' : dayTimeText(at)
  switch (step) {
    case 'done':
      return time
    case 'current':
      return '等待处理'
    case 'ended':
      return `${ENDINGS[state] ?? ''} ${time}`.trim()
    case 'open':
      return ''
  }
}
