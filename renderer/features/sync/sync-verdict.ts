import type { SyncStatus } from '../../../domain/sync/sync-contract.ts'
import { dayTimeText } from '../../shared/records/date-text.ts'

interface SyncVerdict {
  kind: 'good' | 'attention' | 'bad' | 'waiting'
  text: string
  detail: string
}

/** Where the workstation stands with the server, in one word and one sentence. */
export function syncVerdict(status: SyncStatus): SyncVerdict {
  const detail = [status.message, confirmedText(status)].filter((part) => part !== null).join('；')
  switch (status.connection) {
    case 'revoked':
      return { kind: 'bad', text: '本工作站已停用', detail }
    case 'signed-out':
      return { kind: 'attention', text: '需要重新登录', detail }
    case 'offline':
      return { kind: 'attention', text: '离线', detail }
    case 'unknown':
      return status.message === null
        ? { kind: 'waiting', text: '正在连接服务器', detail }
        : { kind: 'attention', text: '暂时不能同步', detail }
    case 'online':
      return onlineVerdict(status, detail)
  }
}

function onlineVerdict(status: SyncStatus, detail: string): SyncVerdict {
  const inConflict = `${status.conflicts} 项有冲突`
  if (status.refused > 0) {
    const text = `有 ${status.refused} 项未通过${status.conflicts > 0 ? `，${inConflict}` : ''}`
    return { kind: 'bad', text, detail }
  }
  if (status.conflicts > 0) return { kind: 'attention', text: `有 ${inConflict}`, detail }
  if (status.waiting > 0) return { kind: 'waiting', text: `待同步 ${status.waiting} 项`, detail }
  if (status.reading !== null) return { kind: 'waiting', text: '正在读取', detail }
  if (status.uploading.files > 0) return { kind: 'waiting', text: '正在上传文件', detail }
  return { kind: 'good', text: '已全部同步', detail }
}

function confirmedText({ lastConfirmedAt }: SyncStatus): string {
  return lastConfirmedAt === null
    ? '服务器还没有确认过同步'
    : `最近一次同步（服务器确认）${dayTimeText(lastConfirmedAt)}`
}
