import type { SyncStatus } from '../../domain/sync/sync-contract.ts'

const CONNECTION: Record<SyncStatus['connection'], string> = {
  online: '已连接',
  offline: '离线',
  'signed-out': '未登录',
  revoked: '本工作站已停用',
  unknown: '正在连接',
}

/** One line for the tooltip: the connection, and what still waits. */
export function describeSync(status: SyncStatus): string {
  const parts = [CONNECTION[status.connection]]
  if (status.waiting > 0) parts.push(`待同步 ${status.waiting}`)
  if (status.refused + status.conflicts > 0) parts.push(`待处理 ${status.refused + status.conflicts}`)
  return parts.join('，')
}
