import { promisify } from 'node:util'
import { gzip, type ZlibOptions } from 'node:zlib'
import axios, { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse } from 'axios'
import { z } from 'zod'
import type { Method } from '../../../domain/contracts/contract.ts'
import { Failure, FailureError } from '../../../domain/contracts/failure.ts'
import { serverContract } from '../../../domain/contracts/server-contract.ts'
import type { PackedJson, ProxyRoute, ServerApi, ServerHttp, UploadTarget } from '../server-api.ts'
import { proxyFailure, proxyRefusal, PROXY_WANTS_NAME } from './proxy-failure.ts'
import { hasBlob, readBlob } from './server-blobs.ts'
import { listen } from './server-events.ts'

const gzipText: (text: string, options: ZlibOptions) => Promise<Buffer> = promisify(gzip)
const CALL_TIMEOUT_MS = 20_000
const ANSWER_MAX_BYTES = 32 * 1024 * 1024

export interface ServerClientDeps {
  serverUrl: string
  now: () => Date
  /** The token of whoever is signed in; null before. */
  token: () => string | null
  /** The server no longer knows the token. */
  onTokenRefused: () => void
  /** Asked before each request; null, or left out: straight to the server. */
  proxy?: () => ProxyRoute | null
}

/**
 * The only way to the sync server. Success is recognised by its shape, not by its status: a hotel's log-in page answers 200 as well.
 * Nothing of a request or an answer is ever logged.
 */
export function createServerClient(deps: ServerClientDeps): { api: ServerApi; http: ServerHttp } {
  const client = axios.create({
    baseURL: deps.serverUrl,
    timeout: CALL_TIMEOUT_MS,
    maxRedirects: 0,
    maxContentLength: ANSWER_MAX_BYTES,
    maxBodyLength: ANSWER_MAX_BYTES,
    proxy: false,
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
  })
  const proxy = () => deps.proxy?.() ?? null
  client.interceptors.request.use((request) => {
    const token = deps.token()
    const route = proxy()
    if (route) {
      const { httpAgent, httpsAgent } = route
      Object.assign(request, { httpAgent, httpsAgent })
      // Else the library would take the proxy out of the agents again.
      delete request.proxy
    }
    if (token !== null) request.headers.set('Authorization', `Bearer ${token}`)
    return request
  })
  client.interceptors.response.use(
    (response) => {
      const sent = response.config.headers.get('Authorization')
      // A late answer to somebody who has signed out since says nothing about who is signed in now.
      if (response.status === PROXY_WANTS_NAME) throw proxyRefusal(proxy())
      if (response.status === 401 && sent === `Bearer ${deps.token() ?? ''}`) deps.onTokenRefused()
      return response
    },
    (error: unknown) => {
      throw proxyFailure(error, proxy()) ?? error
    },
  )
  const send = (method: string, input: unknown) =>
    reach(client.post(`/api/1/${method}`, JSON.stringify(input ?? null), { headers: JSON_BODY }))
  return { api: createApi(send), http: createHttp(client, deps) }
}

const JSON_BODY = { 'Content-Type': 'application/json' }

/** Fails `server-unreachable` for everything that is no answer at all. */
async function reach(request: Promise<AxiosResponse<unknown>>): Promise<AxiosResponse<unknown>> {
  try {
    return await request
  } catch (error) {
    if (axios.isAxiosError(error)) throw new FailureError('server-unreachable')
    throw error
  }
}

const ResultShape = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), failure: Failure }),
])

function createApi(send: (method: string, input: unknown) => Promise<AxiosResponse<unknown>>): ServerApi {
  const capabilities = Object.entries(serverContract).map(([capability, methods]) => [
    capability,
    Object.fromEntries(
      Object.entries<Method>(methods).map(([verb, { output }]) => [
        verb,
        async (input: unknown) => {
          const response = await send(`${capability}.${verb}`, input)
          const result = ResultShape.safeParse(parseJson(response.data))
          if (!result.success) throw unusable()
          if (!result.data.ok) throw new FailureError(result.data.failure.code, result.data.failure)
          return parseValue(output, result.data.value)
        },
      ]),
    ),
  ])
  // Safe: built from the contract's own keys, and every output is parsed with its schema.
  return Object.fromEntries(capabilities) as ServerApi
}

/** JSON has no undefined: a method without an output answers null. */
function parseValue(output: z.ZodType, value: unknown): unknown {
  const parsed = output.safeParse(value)
  if (parsed.success) return parsed.data
  if (value === null && output.safeParse(undefined).success) return undefined
  throw unusable()
}

function createHttp(client: AxiosInstance, deps: ServerClientDeps): ServerHttp {
  return {
    request: async ({ method, path, body, packed, answer, signal }) => {
      const content = packed ?? (body === undefined ? null : await pack(JSON.stringify(body)))
      const response = await reach(
        client.request({
          method,
          url: path,
          ...(content === null ? {} : toBody(content)),
          ...(signal ? { signal } : {}),
        }),
      )
      const parsed = answer.safeParse(parseJson(response.data))
      if (parsed.success) return { status: response.status, body: parsed.data }
      if (response.status < 500) throw refusal(response)
      throw new FailureError('server-unreachable', waitOf(response))
    },
    pack,
    listen: (path, onEvent, signal) => listen(client, path, onEvent, signal),
    readBlob: (sha256, offset, length) => readBlob(client, reach, sha256, offset, length),
    hasBlob: (sha256) => hasBlob(client, reach, sha256),
    measure: async () => {
      const startedMs = deps.now().getTime()
      const response = await reach(client.get('/healthz', { timeout: 5000 }))
      const tookMs = deps.now().getTime() - startedMs
      const serverMs = Date.parse(String(response.headers['date']))
      if (Number.isNaN(serverMs)) throw unusable()
      return { aheadMs: serverMs - (startedMs + tookMs / 2), tookMs }
    },
    uploadTarget: () => {
      const token = deps.token()
      return {
        endpoint: `${deps.serverUrl}/files`,
        headers: token === null ? {} : { Authorization: `Bearer ${token}` },
        ...uploadAgent(deps),
      }
    },
  }
}

function uploadAgent({ serverUrl, proxy }: ServerClientDeps): Pick<UploadTarget, 'agent'> {
  const route = proxy?.() ?? null
  if (route === null) return {}
  return { agent: serverUrl.startsWith('https:') ? route.httpsAgent : route.httpAgent }
}

/** Below this packing saves nothing worth its time. */
const PACKED_FROM_BYTES = 1024
/** Records pack nearly as small as at the default level, in half the time. */
const PACKING_LEVEL = 4

async function pack(json: string): Promise<PackedJson> {
  if (json.length < PACKED_FROM_BYTES) return { data: json, isGzip: false }
  return { data: await gzipText(json, { level: PACKING_LEVEL }), isGzip: true }
}

function toBody({ data, isGzip }: PackedJson): Pick<AxiosRequestConfig, 'data' | 'headers'> {
  return { data, headers: isGzip ? { ...JSON_BODY, 'Content-Encoding': 'gzip' } : JSON_BODY }
}

/** When a busy server wants to be asked again. Dates are left aside: clocks differ. */
function waitOf(response: AxiosResponse<unknown>): { retryAfterSeconds?: number } {
  const seconds = Number(response.headers['retry-after'] ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfterSeconds: seconds } : {}
}

/** A refusal in the shape of a failed Result tells its own reason; anything else is no answer of our server. */
function refusal(response: AxiosResponse<unknown>): FailureError {
  if (response.status === 401) return new FailureError('not-signed-in')
  const result = ResultShape.safeParse(parseJson(response.data))
  if (result.success && !result.data.ok)
    return new FailureError(result.data.failure.code, { ...waitOf(response), ...result.data.failure })
  return response.status === 429 ? new FailureError('too-many-requests', waitOf(response)) : unusable()
}

const unusable = () =>
  new FailureError('server-answer-unusable', {
    message: '收到的不是本系统服务器的应答，网络可能需要先在浏览器中登录，请检查后重试',
  })

function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
