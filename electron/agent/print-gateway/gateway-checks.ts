import type { IncomingMessage } from 'node:http'

export interface GatewayRefusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 421 | 429 | 503
  readonly code: string
  /** Chinese: pages may show it as it is. */
  readonly message: string
}

/** Against DNS rebinding: a page of a foreign name that points to 127.0.0.1 still sends that name as Host. */
export function refuseForeignHost(request: IncomingMessage, port: number): GatewayRefusal | null {
  const { host } = request.headers
  if (host === `127.0.0.1:${port}` || host === `localhost:${port}`) return null
  return { status: 421, code: 'wrong-host', message: '只能以 127.0.0.1 访问打印服务' }
}

/** The web page's origin; null where there is none a person could recognise (files, sandboxed frames, other programs). */
export function originOf(request: IncomingMessage): string | null {
  const { origin } = request.headers
  if (origin === undefined || !URL.canParse(origin)) return null
  const { protocol, origin: spelled } = new URL(origin)
  return (protocol === 'https:' || protocol === 'http:') && spelled === origin ? origin : null
}

export function bearerTokenOf(request: IncomingMessage): string {
  return /^Bearer ([\w-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
}

export const NO_ORIGIN: GatewayRefusal = {
  status: 403,
  code: 'no-origin',
  message: '只接受网页的请求，且网页要有自己的网址',
}
export const NOT_PAIRED: GatewayRefusal = {
  status: 401,
  code: 'not-paired',
  message: '本网页还没有与客户端配对，请在客户端“浏览器打印”页面取得配对码',
}
export const WRONG_CODE: GatewayRefusal = {
  status: 403,
  code: 'wrong-code',
  message: '配对码不正确或已失效，请在客户端重新取得配对码',
}
export const TOO_MANY: GatewayRefusal = {
  status: 429,
  code: 'too-many-requests',
  message: '请求过于频繁，请稍候再试',
}
export const TOO_LARGE: GatewayRefusal = { status: 413, code: 'too-large', message: '标签数据过大' }
export const NOT_FOUND: GatewayRefusal = { status: 404, code: 'not-found', message: '没有这个地址' }
export const TOO_MANY_WAIT: GatewayRefusal = {
  status: 503,
  code: 'too-many-waiting',
  message: '等待确认的标签过多，请先在客户端确认',
}
