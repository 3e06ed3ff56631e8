import type { SelfEntryRevision } from '../../../domain/self-entry/self-entry.ts'
import { dayTimeText } from '../../shared/records/date-text.ts'

const CAUSES: Record<SelfEntryRevision['cause'], string> = {
  submission: '机构修改录入信息',
  'people-changed': '执业人员变化，系统重新核对生效条件',
  'organisation-changed': '机构信息变化，系统重新核对生效条件',
  'time-passed': '证书有效期变化，系统重新核对生效条件',
}

/** 修改提示: the handler's own words, else what made this entry. */
export function noteOf({ changeNote, cause }: Pick<SelfEntryRevision, 'changeNote' | 'cause'>): string {
  return changeNote.trim() || CAUSES[cause]
}

/** 2019-12-10 20:58:06 in China, as the manual writes 录入时间: two entries of one minute stay apart. */
export function momentText(instant: string): string {
  const seconds = String(new Date(instant).getUTCSeconds()).padStart(2, '0')
  return `${dayTimeText(instant)}:${seconds}`
}
