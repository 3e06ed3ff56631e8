import type { Notice } from '../../../domain/notices/notice.ts'

const NOTICE_PLACES: Record<Notice['place'], string | null> = {
  'self-entry': '/self-entry/view',
  engineers: '/people/engineers',
  operators: '/people/operators',
  verification: '/organisation',
  practice: '/practice',
  penalties: '/penalties',
  none: null,
}

/** Where a notice is dealt with; null when it is only to be read. */
export function noticePlace({ place }: Pick<Notice, 'place'>): string | null {
  return NOTICE_PLACES[place]
}
