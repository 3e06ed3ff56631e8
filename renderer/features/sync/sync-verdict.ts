import type { SyncStatus } from '../../../domain/sync/sync-contract.ts'
import { dayTimeText } from '../../shared/records/date-text.ts'

interface SyncVerdict {
  kind: 'good' | 'attention' | 'bad' | 'waiting'
  text: string
  detail: string
}

/** Where the workstation stands with the server, in one word and one sentence. */
export function syncVerdict(status: SyncStatus): SyncVerdict {
  const last =
    status.lastConfirmedAt === null ? '还没有同步过' : `最近一次同步 ${dayTimeText(status.lastConfirmedAt)}`
  const detail = [status.message, uploadText(status), last].filter((part) => part !== null).join('；')
  switch (status.connection) {
    case 'signed-out':
      return { kind: 'attention', text: '需要重新登录', detail }
    case 'offline':
      return { kind: 'attention', text: '离线', detail }
    case 'unknown':
      return { kind: 'waiting', text: '正在连接服务器', detail }
    case 'online':
      if (status.refused + status.conflicts > 0) return { kind: 'bad', text: '有内容未通过', detail }
      return status.waiting > 0
        ? { kind: 'waiting', text: `待同步 ${status.waiting} 项`, detail }
        : { kind: 'good', text: '已全部同步', detail }
  }
}

function uploadText({ uploading: { files, sentBytes, totalBytes } }: SyncStatus): string | null {
  if (files === 0) return null
  const percent = totalBytes === 0 ? 0 : Math.floor((sentBytes / totalBytes) * 100)
  return `正在上传 ${files} 个文件，已完成 ${percent}%`
}
