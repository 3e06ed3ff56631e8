import { z } from 'zod'

/** The raw printing port that nearly every network printer listens on ("JetDirect"). */
export const RAW_PRINTING_PORT = 9100

const HOST_LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/
const MAX_HOST_LENGTH = 253

/** As people type and paste it: Chinese full stops, full-width digits, brackets around IPv6, capitals. */
export function normaliseHost(typed: string): string {
  const host = typed.normalize('NFKC').replaceAll('。', '.').trim().toLowerCase()
  return /^\[.*\]$/.test(host) ? host.slice(1, -1) : host
}

/** What is wrong with a host as `normaliseHost` gives it; null when it is an IPv4 or IPv6 address or may be a host name. */
export function hostProblem(host: string): string | null {
  if (host === '') return '请填写打印机的 IP 地址或主机名'
  if (host.includes('/')) return '地址只填 IP 地址或主机名，不带“http://”和“/”，例如 192.168.1.100'
  if (isIpv6(host) || z.ipv4().safeParse(host).success) return null
  if (/^[\d.]+$/.test(host)) return `IPv4 地址应为 4 个 0～255 的数字，用点隔开，现在是“${host}”`
  const [before = '', port = '', ...more] = host.split(':')
  if (more.length === 0 && /^\d+$/.test(port)) return `地址只填“${before}”，端口 ${port} 请填在端口一栏`
  if (host.includes(':')) return `“${host}”不是 IPv6 地址`
  if (host.length > MAX_HOST_LENGTH) return `主机名最长 ${MAX_HOST_LENGTH} 个字符，现在有 ${host.length} 个`
  return host.split('.').every((label) => HOST_LABEL.test(label))
    ? null
    : `主机名只能有字母、数字、短横线和点，现在是“${host}”`
}

export function portProblem(port: number): string | null {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return null
  return `端口应为 1～65535，通常是 ${RAW_PRINTING_PORT}，现在是 ${port}`
}

/** Where a printer listens on the network; parsing brings the host into one spelling. */
export const NetworkAddress = z.object({
  host: z
    .string()
    .transform(normaliseHost)
    .superRefine((host, context) => {
      const message = hostProblem(host)
      if (message !== null) context.addIssue({ code: 'custom', message })
    }),
  port: z.number().superRefine((port, context) => {
    const message = portProblem(port)
    if (message !== null) context.addIssue({ code: 'custom', message })
  }),
})
export type NetworkAddress = z.infer<typeof NetworkAddress>

/** `192.168.1.100:9100`, `[fe80::1]:9100`. */
export function addressText({ host, port }: NetworkAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** An address of one link only carries the link's name: fe80::1%eth0. */
function isIpv6(host: string): boolean {
  const [address = '', zone, ...more] = host.split('%')
  return more.length === 0 && zone !== '' && z.ipv6().safeParse(address).success
}
