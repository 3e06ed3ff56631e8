import type { SelfEntryOverview } from '../../../domain/self-entry/self-entry-contract.ts'

export interface Standing {
  kind: 'good' | 'attention' | 'bad' | 'none' | 'waiting'
  text: string
}

/** Where the self-entry stands, in a word or two: what is under way counts before what the server holds. */
export function standingOf({ submitted, submission }: SelfEntryOverview): Standing {
  switch (submission?.syncState) {
    case 'refused':
    case 'conflict':
      return { kind: 'bad', text: '提交未通过' }
    case 'waiting':
      return { kind: 'waiting', text: '已提交，待同步' }
    case 'sending':
      return { kind: 'waiting', text: '已提交，同步中' }
    case 'synced':
    case undefined:
      if (!submitted) return { kind: 'none', text: '还没有提交' }
      return submitted.effective
        ? { kind: 'good', text: '已生效并公开' }
        : { kind: 'attention', text: '已提交，暂不满足生效条件，未公开' }
  }
}
