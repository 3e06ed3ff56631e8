import type { OutboxEntry, SyncStatus, WaitsFor } from '../../../domain/sync/sync-contract.ts'
import { dayText, dayTimeText, timeText } from '../../shared/records/date-text.ts'

const WAITS_FOR: Record<WaitsFor, string> = {
  turn: '排队中，按顺序发送',
  files: '等待文件上传完成',
  connection: '等待联网',
  'sign-in': '等待重新登录',
  update: '等待更新客户端',
  workstation: '本工作站已停用，不再发送',
}

/** Why an entry has not reached the server, or what the server said against it. */
export function reasonText({ state, waitsFor, message }: OutboxEntry): string {
  if (state === 'refused') return message ?? '服务器没有接受，请核对内容'
  if (state === 'conflict') return message ?? '别的工作站改了同样的内容，请核对后选择'
  if (state === 'sending') return '正在发送'
  const why = waitsFor === null ? WAITS_FOR.turn : WAITS_FOR[waitsFor]
  return message === null ? why : `${why}；${message}`
}

/** How often it was tried, and when last. */
export function triesText({ attempts, triedAt }: Pick<OutboxEntry, 'attempts' | 'triedAt'>): string {
  if (attempts === 0) return '尚未发送'
  return triedAt === null ? `${attempts} 次` : `${attempts} 次，最近 ${dayTimeText(triedAt).slice(5)}`
}

/** The same for a narrow column: 7 次（22:14）, the day only where it is another one. */
export function shortTriesText({ attempts, triedAt }: OutboxEntry, now: Date = new Date()): string {
  if (attempts === 0 || triedAt === null) return triesText({ attempts, triedAt })
  const last = dayText(triedAt) === dayText(now.toISOString()) ? timeText(triedAt) : dayText(triedAt).slice(5)
  return `${attempts} 次（${last}）`
}

/** 约 3 分钟; rounded up, because who waits would rather be surprised early. */
export function remainingText(seconds: number): string {
  if (seconds < 60) return `约 ${Math.max(1, Math.ceil(seconds))} 秒`
  if (seconds < 3600) return `约 ${Math.ceil(seconds / 60)} 分钟`
  const minutes = Math.ceil(seconds / 60)
  return `约 ${Math.floor(minutes / 60)} 小时${minutes % 60 === 0 ? '' : ` ${minutes % 60} 分钟`}`
}

/** 12.4 MB; bytes counted by 1024 as file managers do. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** Whole percents, never 100 before the end. */
export function percentOf(done: number, total: number): number {
  if (total <= 0) return 0
  return done >= total ? 100 : Math.floor((Math.max(0, done) / total) * 100)
}

/** One sentence for the upload's bar. */
export function uploadText({
  files,
  sentBytes,
  totalBytes,
  remainingSeconds,
}: SyncStatus['uploading']): string {
  const remaining = remainingSeconds === null ? '等待继续' : `剩余时间${remainingText(remainingSeconds)}`
  return `${files} 个文件，${sizeText(sentBytes)} / ${sizeText(totalBytes)}，${remaining}`
}
