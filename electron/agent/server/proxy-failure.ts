import { isAxiosError } from 'axios'
import { FailureError } from '../../../domain/contracts/failure.ts'
import type { ProxyRoute } from '../server-api.ts'

export const PROXY_WANTS_NAME = 407
/** With a proxy in between, it is the proxy that cannot be connected to: nobody else is. */
const NO_WAY_TO_IT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
])
const WHERE = '请在“设置”的“代理”中核对'

/** Words for what went wrong at the proxy; null where it is not known to be its fault. */
export function proxyFailure(error: unknown, route: ProxyRoute | null): FailureError | null {
  if (route === null || !isAxiosError(error)) return null
  if (NO_WAY_TO_IT.has(error.code ?? '')) {
    return unreachable(`连不上代理服务器 ${route.address}，${WHERE}；内容都保存在本机`)
  }
  if (error.code !== 'ERR_PROXY_TUNNEL') return null
  return / 407\b/.test(error.message)
    ? proxyRefusal(route)
    : unreachable(`代理服务器 ${route.address} 不肯转接到同步服务器，${WHERE}，或请网络管理员放行`)
}

export function proxyRefusal(route: ProxyRoute | null): FailureError {
  return unreachable(`代理服务器 ${route?.address ?? ''} 要用户名和密码，或密码不正确，${WHERE}`)
}

const unreachable = (message: string) => new FailureError('server-unreachable', { message })
