import type { SyncStatus } from '../../../domain/sync/sync-contract.ts'

export type CornerIcon = 'done' | 'waiting' | 'reading' | 'offline' | 'sign-in' | 'revoked' | 'trouble'

export interface CornerLine {
  icon: CornerIcon
  text: string
  tone: 'plain' | 'attention' | 'bad'
}

/** The corner's few words on sync: what stops it, what waits, what moves, what a person has to decide. 已全部同步 stands alone. */
export function syncCornerLines(status: SyncStatus | null): CornerLine[] {
  if (!status) return [line('waiting', '正在连接服务器')]
  const lines = [connectionLine(status), waitingLine(status), movingLine(status), troubleLine(status)].filter(
    (candidate) => candidate !== null,
  )
  return lines.length > 0 ? lines : [line('done', '已全部同步')]
}

/** A server that answers, but does not take what we send, has said why: that stands in 同步中心. */
function connectionLine({ connection, message }: SyncStatus): CornerLine | null {
  switch (connection) {
    case 'online':
      return null
    case 'offline':
      return line('offline', '离线', 'attention')
    case 'signed-out':
      return line('sign-in', '需要登录后同步', 'attention')
    case 'revoked':
      return line('revoked', '本工作站已停用', 'bad')
    case 'unknown':
      return message === null
        ? line('waiting', '正在连接服务器')
        : line('trouble', '暂时不能同步', 'attention')
  }
}

function waitingLine({ waiting, connection }: SyncStatus): CornerLine | null {
  if (waiting === 0 || connection === 'unknown') return null
  return line('waiting', `待同步 ${waiting}`)
}

/** One bar at a time: a first reading matters more than an upload. */
function movingLine({ reading, uploading: { files, sentBytes, totalBytes } }: SyncStatus): CornerLine | null {
  if (reading !== null) return line('reading', `读取 ${percent(reading.done, reading.total)}%`)
  return files === 0 ? null : line('reading', `上传 ${percent(sentBytes, totalBytes)}%`)
}

function troubleLine({ refused, conflicts }: SyncStatus): CornerLine | null {
  const inConflict = `${conflicts} 项有冲突`
  if (refused === 0) return conflicts > 0 ? line('trouble', `有 ${inConflict}`, 'attention') : null
  return line('trouble', `有 ${refused} 项未通过${conflicts > 0 ? `，${inConflict}` : ''}`, 'bad')
}

function percent(done: number, total: number): number {
  return total <= 0 ? 0 : Math.min(100, Math.floor((done / total) * 100))
}

const line = (icon: CornerIcon, text: string, tone: CornerLine['tone'] = 'plain'): CornerLine => ({
  icon,
  text,
  tone,
})
