import { chinaDay } from '../../../domain/records/calendar.ts'

const DAY_MS = 86_400_000

/** The day `days` from today, so that a journey is as true next year as it is now. */
export function dayFromToday(days: number): string {
  return chinaDay(Date.now() + days * DAY_MS)
}
