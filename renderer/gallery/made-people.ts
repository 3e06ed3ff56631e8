import type { OperatorView } from '../../domain/people/people-contract.ts'
import type { SyncState } from '../../domain/records/view.ts'

const NAMES = ['苗佳', '罗然华', '徐晓欣', '欧阳文轩', '𬱖明', '迪丽热巴·买买提江']
const LEVELS = ['five', 'four', 'three', 'two', 'one'] as const
const DIRECTIONS = ['maintenance', 'monitoring', 'none'] as const

/** People with names short and long, in every level and direction; `states` are told in turn. */
export function madePeople(count: number, states: readonly SyncState[] = ['synced']): OperatorView[] {
  return Array.from({ length: count }, (_, index) => {
    const syncState = states[index % states.length] ?? 'synced'
    return {
      id: `operator-${index}`,
      name: NAMES[index % NAMES.length] ?? '苗佳',
      mobile: `138****${String(index).padStart(4, '0')}`,
      idNumber: `320***********${String(index).padStart(4, '0')}`,
      certificateNumber: `No${String(20_260_000 + index)}`,
      level: LEVELS[index % LEVELS.length] ?? 'five',
      direction: DIRECTIONS[index % DIRECTIONS.length] ?? 'none',
      sex: index % 2 === 0 ? ('男' as const) : ('女' as const),
      listedElsewhere: false,
      removedAt: null,
      syncState,
      refusal: syncState === 'refused' ? '证书编号已在另一名操作员名下' : null,
      warnings: index % 4 === 3 ? ['证书编号与第 1 人只差一位，请核对'] : [],
    }
  })
}
