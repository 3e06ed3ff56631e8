import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Tables } from './database/tables.ts'
import type { Capability, ServerHandlers } from './http/capability.ts'
import { compress } from './http/compression.ts'
import { addContractRoutes } from './http/contract-routes.ts'
import { answerErrors } from './http/error-handler.ts'
import { readJsonBodies } from './http/json-bodies.ts'
import { addOperationRoutes } from './http/operation-routes.ts'
import type { Sessions } from './http/sessions.ts'

const API_BYTES_MAX = 1024 * 1024
const HOUR_MS = 60 * 60 * 1000

export interface AppDependencies {
  db: Kysely<Tables>
  sessions: Sessions
  capabilities: readonly Capability[]
  requestsPerMinute: number
  trustProxy: boolean
  logger: FastifyServerOptions['logger']
}

/** The whole server, ready to listen or to be injected into; it never listens itself. Closing it does not close the database. */
export async function buildApp(dependencies: AppDependencies): Promise<FastifyInstance> {
  const { db, sessions, capabilities } = dependencies
  // Messages for inputs that no form of ours sends; the forms' own come from domain/.
  z.config(z.locales.zhCN())
  const app = Fastify({
    logger: dependencies.logger ?? false,
    // Its own lines would hold addresses with query strings.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: API_BYTES_MAX,
    trustProxy: dependencies.trustProxy,
    // Open event streams must not hold a shutdown back.
    forceCloseConnections: true,
  })
  answerErrors(app)
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: PAGE_POLICY } })
  await app.register(rateLimit, {
    max: dependencies.requestsPerMinute,
    timeWindow: 60_000,
    allowList: (request) => request.url === '/healthz',
  })
  compress(app)
  readJsonBodies(app)
  logAnswers(app)

  const handlers = capabilities.reduce<Partial<ServerHandlers>>(
    (joined, capability) => ({ ...joined, ...capability.handlers }),
    {},
  )
  addContractRoutes(app, handlers, sessions)
  addOperationRoutes(app, db)
  for (const capability of capabilities) await capability.routes?.(app)
  repeatHourly(app, capabilities)
  return app
}

const PAGE_POLICY = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
}

/** One line an answer: the route's pattern, never the address, which may hold what somebody searched. */
function logAnswers(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const params = request.params
    const called =
      typeof params === 'object' && params !== null && 'method' in params ? params.method : undefined
    request.log.info({
      route: `${request.method} ${request.routeOptions.url ?? '(none)'}`,
      ...(called === undefined ? {} : { called }),
      status: reply.statusCode,
      tookMs: Math.round(reply.elapsedTime),
    })
    done()
  })
}

function repeatHourly(app: FastifyInstance, capabilities: readonly Capability[]): void {
  const jobs = capabilities.flatMap(({ everyHour }) => (everyHour ? [everyHour] : []))
  let running = Promise.resolve()
  const run = () => {
    running = running.then(async () => {
      for (const job of jobs) {
        await job().catch((error: unknown) => {
          app.log.error({ err: error }, 'hourly work failed')
        })
      }
    })
  }
  let timer: NodeJS.Timeout | undefined
  app.addHook('onListen', (done) => {
    run()
    timer = setInterval(run, HOUR_MS)
    done()
  })
  app.addHook('onClose', async () => {
    clearInterval(timer)
    await running
  })
}
