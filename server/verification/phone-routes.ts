import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { z } from 'zod'
import { FailureError } from '../../domain/contracts/failure.ts'
import {
  FACE_PAYLOAD_MAX_BYTES,
  PhoneAbandon,
  PhoneConfirm,
  PhoneState,
  PhoneSubmit,
} from '../../domain/verification/face-contract.ts'
import { html, sendPage } from '../http/html-page.ts'
import type { FaceSessionService } from './face-session-service.ts'
import type { OutsideFaceProvider } from './outside-face-provider.ts'

export interface PhoneRoutesDependencies {
  service: FaceSessionService
  /** Built by `npm run build` out of renderer/phone-verification: index.html and assets/. */
  pagesFolder: string
  outside: OutsideFaceProvider | null
}

/** The page runs our scripts and the WASM of the detector, and asks nobody but this server; the camera is for itself alone. */
const PAGE_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'permissions-policy': 'camera=(self), microphone=(self)',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
}
const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.bin': 'application/octet-stream',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
const SUBMIT_BYTES_MAX = Math.ceil(FACE_PAYLOAD_MAX_BYTES * 1.34) + 4096
const CALLBACK_BYTES_MAX = 4096

/** /verify/<token>: the phone's page and what it asks. The token is the only proof, good for one scan within two minutes. */
export function addPhoneRoutes(
  app: FastifyInstance,
  { service, pagesFolder, outside }: PhoneRoutesDependencies,
): void {
  app.get<{ Params: { '*': string } }>('/verify/assets/*', (request, reply) =>
    sendAsset(reply, pagesFolder, request.params['*']),
  )
  app.get('/verify/:token', (_request, reply) => sendPhonePage(reply, pagesFolder))

  const post = <Shape extends z.ZodType>(
    verb: string,
    shape: Shape,
    answer: (token: string, input: z.output<Shape>) => Promise<unknown>,
    bodyLimit = 4096,
  ) =>
    app.post<{ Params: { token: string } }>(
      `/verify/:token/${verb}`,
      { bodyLimit },
      async (request, reply) => {
        void reply.header('cache-control', 'no-store')
        const input = shape.safeParse(request.body)
        if (!input.success) throw new FailureError('invalid-input')
        return { ok: true, value: await answer(request.params.token, input.data) }
      },
    )

  app.post<{ Params: { token: string } }>('/verify/:token/open', async (request, reply) => {
    void reply.header('cache-control', 'no-store')
    try {
      return { ok: true, value: await service.phone.open(request.params.token) }
    } catch (error) {
      // Used, cancelled or never given out: the phone is told the same, and for good.
      if (error instanceof FailureError) return reply.code(410).send({ ok: false, failure: error.failure })
      throw error
    }
  })
  post('confirm', PhoneConfirm, (token, input) => service.phone.confirm(token, input))
  post('submit', PhoneSubmit, (token, input) => service.phone.submit(token, input), SUBMIT_BYTES_MAX)
  post('photo', PhoneSubmit, (token, input) => service.phone.submitPhoto(token, input), SUBMIT_BYTES_MAX)
  post('abandon', PhoneAbandon, (token, { nonce, reason }) => service.phone.abandon(token, nonce, reason))
  post('state', PhoneState, (token, { nonce, knownVersion }) =>
    service.phone.state(token, nonce, knownVersion),
  )
  if (outside) addOutsideRoutes(app, service, outside)
}

function addOutsideRoutes(
  app: FastifyInstance,
  service: FaceSessionService,
  outside: OutsideFaceProvider,
): void {
  app.get('/verify/outside/done', (_request, reply) =>
    sendPage(reply, {
      title: '实人认证',
      body: html`<h1>已返回</h1>
        <p>请回到电脑上的客户端查看结果，可以关闭本页。</p>`,
      unlisted: true,
    }),
  )
  void app.register((scope, _options, done) => {
    // The signature is over the bytes as they came.
    scope.removeContentTypeParser('application/json')
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) => {
      parsed(null, body)
    })
    scope.post('/verify/outside/callback', { bodyLimit: CALLBACK_BYTES_MAX }, async (request) => {
      const header = (name: string) => String(request.headers[name] ?? '')
      const headers = { timestamp: header('x-timestamp'), signature: header('x-signature') }
      const callback = outside.readCallback(headers, String(request.body))
      if (!callback) throw new FailureError('not-allowed')
      await service.outsideResult(callback)
      return { ok: true, value: null }
    })
    done()
  })
}

async function sendPhonePage(reply: FastifyReply, folder: string): Promise<FastifyReply> {
  const page = await readFile(join(folder, 'index.html')).catch(() => null)
  if (!page) {
    return sendPage(reply, {
      title: '手机人脸认证',
      body: html`<h1>手机认证页面还没有安装</h1>
        <p>请在电脑上改用 PC 人脸认证或人工审核。</p>`,
      status: 503,
      unlisted: true,
    })
  }
  return reply
    .headers(PAGE_HEADERS)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(page)
}

async function sendAsset(reply: FastifyReply, folder: string, name: string): Promise<FastifyReply> {
  const type = TYPES[extname(name)]
  const plain = /^[\w-]+(\.[\w-]+)*(\/[\w-]+(\.[\w-]+)*)*$/.test(name)
  const bytes = type && plain ? await readFile(join(folder, 'assets', name)).catch(() => null) : null
  if (!bytes || !type) throw new FailureError('not-found')
  return reply
    .headers(PAGE_HEADERS)
    .type(type)
    .header('cache-control', 'public, max-age=31536000, immutable')
    .header('cross-origin-resource-policy', 'same-origin')
    .send(bytes)
}
