import { addYears } from '../records/calendar.ts'
import type { Conclusion } from './project.ts'

/** 消防技术服务档案保管期限 (应急管理部令第7号 Art. 15). */
const ARCHIVE_YEARS = 6

/** The day until which a concluded project's file is to be kept, counted from the day the work was finished. */
export function archivedUntil({ finishedOn }: Pick<Conclusion, 'finishedOn'>): string {
  return addYears(finishedOn, ARCHIVE_YEARS)
}
