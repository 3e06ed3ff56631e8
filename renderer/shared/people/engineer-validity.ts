import { chinaDay } from '../../../domain/records/calendar.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Renewal 延续注册 is asked for within the last 90 days (注册消防工程师管理规定). */
const NOTICE_DAYS = 90

/** What to say of a registration's last day `YYYY-MM-DD`; null while it is far off. The last day itself still counts. */
export function validityNote(
  validUntil: string,
  today: string = chinaDay(),
): { text: string; expired: boolean } | null {
  const days = Math.round((Date.parse(validUntil) - Date.parse(today)) / DAY_MS)
  if (days < 0) return { text: '注册已过期', expired: true }
  if (days === 0) return { text: '今天到期', expired: false }
  return days <= NOTICE_DAYS ? { text: `${days} 天后到期`, expired: false } : null
}
