import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { FailureError } from '../../domain/contracts/failure.ts'
import { PULL_RECORDS_MAX, PushRequest, SYNC_PATHS } from '../../domain/sync/sync-contract.ts'
import type { Tables } from '../database/tables.ts'
import type { Capability } from '../http/capability.ts'
import { readContext } from '../http/contract-routes.ts'
import { requireOrganisation } from '../http/request-context.ts'
import type { Sessions } from '../http/sessions.ts'
import type { Feeds } from '../records/feeds.ts'
import type { MutationHandler } from '../records/mutation-handler.ts'
import { seeClient } from './client-repository.ts'
import { pull } from './pull.ts'
import { purgeAnswers, purgeTombstones } from './purge.ts'
import { createPush, refuseRevoked } from './push-service.ts'
import { addEventRoutes } from './sync-events.ts'

const PUSH_BYTES_MAX = 4 * 1024 * 1024

const PullQuery = z.object({
  cursor: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(PULL_RECORDS_MAX).default(PULL_RECORDS_MAX),
  snapshot: z.coerce.number().int().min(0).optional(),
  client: z.string().min(1).max(100).optional(),
})

export interface SyncDependencies {
  db: Kysely<Tables>
  feeds: Feeds
  sessions: Sessions
  mutations: readonly MutationHandler[]
  epoch: string
  now: () => Date
}

/** /sync/1: what workstations of an organisation send and fetch. */
export function createSyncCapability(dependencies: SyncDependencies): Capability {
  return {
    routes(app) {
      addPush(app, dependencies)
      addPull(app, dependencies)
      addEventRoutes(app, dependencies)
    },
    async everyHour() {
      await purgeTombstones(dependencies.db, dependencies.now())
      await purgeAnswers(dependencies.db, dependencies.now())
    },
  }
}

function addPush(app: FastifyInstance, dependencies: SyncDependencies): void {
  const push = createPush({
    ...dependencies,
    report: (mutation, error) => app.log.error({ mutation, err: error }, 'mutation failed'),
  })
  app.post(SYNC_PATHS.push, { bodyLimit: PUSH_BYTES_MAX }, async (request, reply) => {
    const caller = requireOrganisation(await readContext(request, dependencies.sessions))
    const parsed = PushRequest.safeParse(request.body)
    if (!parsed.success) {
      // No values: they may be anything that somebody typed.
      const fields = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
      throw new FailureError('invalid-input', { message: '同步内容的格式不对，请更新客户端后重试', fields })
    }
    const { accountId, organisationId } = caller
    const answer = await push({ accountId, organisationId }, parsed.data)
    if (caller.clientId === null) await dependencies.sessions.bind(caller.tokenHash, parsed.data.clientId)
    if (answer.kind === 'response') return answer.response
    if (answer.kind === 'refusal') {
      return reply.code(answer.refusal.refusal === 'client-too-old' ? 426 : 409).send(answer.refusal)
    }
    return reply
      .code(503)
      .header('retry-after', 30)
      .send({ ok: false, failure: { code: 'internal' } })
  })
}

function addPull(app: FastifyInstance, { db, epoch, sessions, now }: SyncDependencies): void {
  app.get(SYNC_PATHS.pull, async (request, reply) => {
    const { organisationId } = requireOrganisation(await readContext(request, sessions))
    const query = PullQuery.safeParse(request.query)
    if (!query.success)
      throw new FailureError('invalid-input', { message: 'cursor、limit 或 snapshot 不是有效的数字' })
    const { client, ...page } = query.data
    if (client !== undefined) refuseRevoked(await seeClient(db, organisationId, client, now()))
    return reply
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(await pull(db, epoch, { organisationId, ...page }))
  })
}
