/**
 * The proxy that programs without a window system are told by HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY (also in small letters), as a URL; null: none for this address.
 * This computer itself is never reached through one.
 */
export function proxyFromEnvironment(
  address: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  const { protocol, hostname } = new URL(address)
  const read = (name: string) => environment[name.toLowerCase()] ?? environment[name] ?? ''
  if (isLoopback(hostname) || isExcepted(hostname, read('NO_PROXY'))) return null
  const proxy = read(protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') || read('ALL_PROXY')
  if (proxy === '') return null
  const url = proxy.includes('://') ? proxy : `http://${proxy}`
  return URL.canParse(url) && /^https?:/.test(url) ? url : null
}

/** What Chromium says of the system's settings: `PROXY 10.1.1.1:8080; DIRECT`. Only its first word counts; SOCKS is not spoken here. */
export function proxyFromRules(rules: string): string | null {
  const [kind, address] = (rules.split(';')[0] ?? '').trim().split(/\s+/)
  if (address === undefined || (kind !== 'PROXY' && kind !== 'HTTPS')) return null
  const url = `${kind === 'HTTPS' ? 'https' : 'http'}://${address}`
  return URL.canParse(url) ? url : null
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}

function isExcepted(hostname: string, exceptions: string): boolean {
  return exceptions
    .split(',')
    .map((entry) =>
      entry
        .trim()
        .replace(/^\*?\./, '')
        .replace(/:\d+$/, '')
        .toLowerCase(),
    )
    .some(
      (entry) => entry === '*' || (entry !== '' && (hostname === entry || hostname.endsWith(`.${entry}`))),
    )
}
