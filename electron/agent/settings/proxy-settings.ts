import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { setTimeout as delay } from 'node:timers/promises'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { checkProxyChoice, noHost, ProxyChoice } from '../../../domain/settings/proxy-choice.ts'
import type { ProxyState } from '../../../domain/settings/settings-contract.ts'
import type { AgentHost } from '../host.ts'
import type { ProxyRoute } from '../server-api.ts'
import type { Meta } from '../storage/meta.ts'

export interface ProxySettingsDeps {
  meta: Meta
  secrets: AgentHost['secrets']
  serverUrl: string
  systemProxy: (address: string) => Promise<string | null>
  now: () => Date
}

export interface ProxySettings {
  /** The way the next request goes; null: straight to the server. */
  route(): ProxyRoute | null
  state(): ProxyState
  set(choice: ProxyChoice & { password: string | null }): Promise<ProxyState>
}

const KEY = 'proxy'
const PASSWORD_SECRET = 'proxy-password'
const BY_SYSTEM: ProxyChoice = { mode: 'system', host: '', port: null, user: '' }
/** A laptop changes networks; the system is asked again at most this often. */
const ASK_SYSTEM_EVERY_MS = 60_000
/** Reading a network's own proxy script may take the system long, and nobody's start waits for it. */
const SYSTEM_ANSWERS_WITHIN_MS = 3000

/** Which proxy this workstation uses. The password lies in the key store, the rest in the database. */
export async function createProxySettings(deps: ProxySettingsDeps): Promise<ProxySettings> {
  const { meta, secrets } = deps
  const kept = readChoice(meta)
  // A database that was begun anew knows of no proxy: then its password is nobody's.
  if (kept === null) await secrets.delete(PASSWORD_SECRET)
  const state = { choice: kept ?? BY_SYSTEM, password: await secrets.read(PASSWORD_SECRET) }
  let route: (ProxyRoute & { url: string }) | null = null
  let askedAtMs = 0

  const follow = (url: string | null) => {
    if (url === (route?.url ?? null)) return
    route?.httpAgent.destroy()
    route?.httpsAgent.destroy()
    route = url === null ? null : routeBy(url)
  }
  const look = async (): Promise<void> => {
    askedAtMs = deps.now().getTime()
    const { choice } = state
    // A system that cannot say is taken to have none.
    const bySystem = () => deps.systemProxy(deps.serverUrl).catch(() => null)
    const url = choice.mode === 'system' ? await bySystem() : manualUrl(state)
    if (state.choice === choice) follow(url)
  }
  const lookSoon = () => Promise.race([look(), delay(SYSTEM_ANSWERS_WITHIN_MS, undefined, { ref: false })])
  await lookSoon()
  const describe = (): ProxyState => ({
    ...state.choice,
    hasPassword: state.password !== null,
    inUse: route?.address ?? null,
  })
  return {
    route: () => {
      const isStale = Math.abs(deps.now().getTime() - askedAtMs) > ASK_SYSTEM_EVERY_MS
      if (state.choice.mode === 'system' && isStale) void look()
      return route
    },
    state: describe,
    set: async ({ password: typed, ...given }) => {
      const choice = { ...given, host: given.host.trim(), user: given.user.trim() }
      refuse(choice)
      const password = typed ?? (isSameDoor(choice, state.choice) ? state.password : null)
      if (password === null || password === '') await secrets.delete(PASSWORD_SECRET)
      else await secrets.write(PASSWORD_SECRET, password)
      meta.set(KEY, JSON.stringify(choice))
      Object.assign(state, { choice, password: password === '' ? null : password })
      await lookSoon()
      return describe()
    },
  }
}

function readChoice(meta: Meta): ProxyChoice | null {
  const text = meta.get(KEY)
  if (text === null) return null
  const kept = ProxyChoice.catch(BY_SYSTEM).parse(JSON.parse(text))
  // What an older version took and this one knows to be no address must not keep the program from starting.
  return problemsOf(kept).length > 0 ? BY_SYSTEM : kept
}

function problemsOf(choice: ProxyChoice): { path: string; message: string }[] {
  const fields = Object.entries(checkProxyChoice(choice)).map(([path, message]) => ({ path, message }))
  if (fields.length > 0) return fields
  // The last word is with whoever builds the requests: by its letters xn--a is a name, and a Node built with ICU refuses it.
  const url = manualUrl({ choice, password: null })
  return url === null || URL.canParse(url) ? [] : [{ path: 'host', message: noHost(choice.host) }]
}

function refuse(choice: ProxyChoice): void {
  const fields = problemsOf(choice)
  if (fields.length > 0) throw new FailureError('invalid-input', { fields })
}

/** A password is never sent to another proxy than the one it was typed for. */
const isSameDoor = (a: ProxyChoice, b: ProxyChoice) =>
  a.host === b.host && a.port === b.port && a.user === b.user

function manualUrl({ choice, password }: { choice: ProxyChoice; password: string | null }): string | null {
  const { mode, host, port, user } = choice
  if (mode !== 'manual') return null
  const credentials = user === '' ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password ?? '')}@`
  return `http://${credentials}${host}:${String(port)}`
}

/** Node's own proxying: CONNECT for https, whole addresses for http. */
function routeBy(url: string): ProxyRoute & { url: string } {
  const options = { keepAlive: true, proxyEnv: { HTTP_PROXY: url, HTTPS_PROXY: url } }
  return {
    url,
    address: new URL(url).host,
    httpAgent: new HttpAgent(options),
    httpsAgent: new HttpsAgent(options),
  }
}
