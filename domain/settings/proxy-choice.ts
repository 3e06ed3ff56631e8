import { z } from 'zod'

/** How this workstation reaches the sync server: straight, as the system says, or by a proxy given by hand. */
export const ProxyChoice = z.object({
  mode: z.enum(['none', 'system', 'manual']),
  host: z.string().max(253),
  port: z.number().int().nullable(),
  /** Empty where the proxy asks for nobody's name. */
  user: z.string().max(200),
})
export type ProxyChoice = z.infer<typeof ProxyChoice>

const PORT_MAX = 65_535

/** Problems by field; only a proxy given by hand can have any. */
export function checkProxyChoice({
  mode,
  host,
  port,
}: ProxyChoice): Partial<Record<'host' | 'port', string>> {
  if (mode !== 'manual') return {}
  const [hostProblem, portProblem] = [checkHost(host), checkPort(port)]
  return {
    ...(hostProblem !== null && { host: hostProblem }),
    ...(portProblem !== null && { port: portProblem }),
  }
}

function checkHost(host: string): string | null {
  if (host === '') return '请填写代理服务器地址'
  if (host.includes('://'))
    return `代理服务器地址不带“${host.slice(0, host.indexOf('://') + 3)}”，只填主机名或 IP`
  if (/:\d+$/.test(host)) return '端口请填在“端口”一栏，地址里只填主机名或 IP'
  return isHost(host) ? null : noHost(host)
}

export const noHost = (host: string) => `代理服务器地址应为主机名或 IP，现在是“${host}”`

/** What ends in a number is an address by its digits: 10.1.1.300 is neither that nor a name. */
function isHost(host: string): boolean {
  if (host.startsWith('[')) return host.endsWith(']') && z.ipv6().safeParse(host.slice(1, -1)).success
  if (/(^|\.)(\d+|0x[0-9a-f]*)\.?$/i.test(host)) return z.ipv4().safeParse(host).success
  return /^[A-Za-z0-9._-]+$/.test(host)
}

function checkPort(port: number | null): string | null {
  if (port === null) return '请填写代理服务器端口'
  return port >= 1 && port <= PORT_MAX ? null : `端口应为 1～${String(PORT_MAX)}，现在是 ${String(port)}`
}
