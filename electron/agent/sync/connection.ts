import type { Failure } from '../../../domain/contracts/failure.ts'
import type { SyncStatus } from '../../../domain/sync/sync-contract.ts'

/** What the last try told of the way to the server. `online` only after a round that the server confirmed to its end. */
export interface Connection extends Pick<SyncStatus, 'connection' | 'message'> {
  /** The server takes nothing more from this version of the client. */
  outdated: boolean
  /** How long the server wants to be left alone. */
  retryAfterSeconds: number | null
}

const NOTHING_ELSE = { outdated: false, retryAfterSeconds: null }
export const NOT_TRIED: Connection = {
  connection: 'unknown',
  message: null,
  ...NOTHING_ELSE,
}
export const ONLINE: Connection = {
  connection: 'online',
  message: null,
  ...NOTHING_ELSE,
}
export const SIGNED_OUT: Connection = {
  connection: 'signed-out',
  message: '登录已失效或尚未联网登录，内容都保存在本机；重新登录后继续同步',
  ...NOTHING_ELSE,
}
export const REVOKED: Connection = {
  connection: 'revoked',
  message: '本工作站已被机构停用，不再同步；本机未同步的内容都在，可以导出后在其他工作站导入',
  ...NOTHING_ELSE,
}
export const OUT_OF_REACH = '连不上服务器，内容都保存在本机，恢复连接后自动同步'
export const UNFORESEEN = '同步时出现意外错误，内容都保存在本机，稍后自动重试'

export function connectionAfter(failure: Failure): Connection {
  return { ...connectionOf(failure), retryAfterSeconds: failure.retryAfterSeconds ?? null }
}

function connectionOf({ code, message }: Failure): Omit<Connection, 'retryAfterSeconds'> {
  switch (code) {
    case 'not-signed-in':
      return SIGNED_OUT
    case 'workstation-revoked':
      return REVOKED
    case 'not-allowed':
      return { ...SIGNED_OUT, message: message ?? '服务器已停用本账号的同步，请联系管理员' }
    case 'server-unreachable':
    case 'server-answer-unusable':
      return { connection: 'offline', message: message ?? OUT_OF_REACH, outdated: false }
    case 'client-too-old':
      return {
        connection: 'unknown',
        message: message ?? '客户端版本过低，内容都保存在本机，请更新客户端后再同步',
        outdated: true,
      }
    default:
      return {
        connection: 'unknown',
        message: message ?? '服务器暂时不能同步，稍后自动重试',
        outdated: false,
      }
  }
}
