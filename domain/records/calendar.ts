const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000

/** The day it is in China, `YYYY-MM-DD`; without an argument, now. China has one time zone and no summer time. */
export function chinaDay(epochMs: number = Date.now()): string {
  return new Date(epochMs + CHINA_OFFSET_MS).toISOString().slice(0, 10)
}

/** True for a day that exists, written `YYYY-MM-DD`. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = Number(text.slice(8))
  // What no month or every month has needs no calendar.
  if (day <= 28) return day >= 1 && isMonth(Number(text.slice(5, 7)))
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

const isMonth = (month: number) => month >= 1 && month <= 12

/** Full years from a day of birth to another day; one born on 29 February is a year older on 1 March. */
export function fullYearsBetween(birth: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4))
  return on.slice(5) < birth.slice(5) ? years - 1 : years
}

/** The same day some years later; 29 February becomes 1 March where it does not exist. */
export function addYears(day: string, years: number): string {
  const later = `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`
  return isCalendarDay(later) ? later : `${later.slice(0, 4)}-03-01`
}
