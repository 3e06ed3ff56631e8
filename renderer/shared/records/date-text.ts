const CHINA = { timeZone: 'Asia/Shanghai' } as const
const TIME = new Intl.DateTimeFormat('zh-CN', { ...CHINA, hour: '2-digit', minute: '2-digit', hour12: false })
const DAY = new Intl.DateTimeFormat('sv-SE', { ...CHINA, year: 'numeric', month: '2-digit', day: '2-digit' })

/** 10:24, in China's time like every time on the screens. */
export function timeText(instant: string): string {
  return TIME.format(new Date(instant))
}

/** 2026-11-22 */
export function dayText(instant: string): string {
  return DAY.format(new Date(instant))
}

/** 2026-11-22 10:24 */
export function dayTimeText(instant: string): string {
  return `${dayText(instant)} ${timeText(instant)}`
}
