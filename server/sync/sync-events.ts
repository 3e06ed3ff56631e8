import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { SYNC_PATHS } from '../../domain/sync/sync-contract.ts'
import type { Tables } from '../database/tables.ts'
import { requireOrganisation } from '../http/request-context.ts'
import { readContext } from '../http/contract-routes.ts'
import type { Sessions } from '../http/sessions.ts'
import type { Feeds } from '../records/feeds.ts'
import { readHead } from './pull.ts'

/** Also how long news from another server process may take. */
const HEARTBEAT_MS = 15_000

/**
 * GET /sync/1/events: server-sent events `{"head": n}` when the feed has grown, and once at the start. Nothing else is ever said here: who misses one pulls a
 * little later. The stream ends with the session.
 */
export function addEventRoutes(
  app: FastifyInstance,
  { db, feeds, sessions }: { db: Kysely<Tables>; feeds: Feeds; sessions: Sessions },
): void {
  const open = new Set<() => void>()
  app.addHook('preClose', (done) => {
    for (const close of open) close()
    done()
  })

  app.get(SYNC_PATHS.events, async (request, reply) => {
    const { organisationId } = requireOrganisation(await readContext(request, sessions))
    reply.hijack()
    const stream = reply.raw
    stream.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    let told = -1
    const close = () => stream.end()
    async function tell(): Promise<void> {
      const head = await readHead(db, organisationId)
      if (head === told || stream.destroyed) return
      told = head
      stream.write(`data: ${JSON.stringify({ head })}\n\n`)
    }
    const attempt = (work: () => Promise<void>) =>
      void work().catch((error: unknown) => {
        request.log.warn({ err: error }, 'event stream ended')
        close()
      })
    const stopListening = feeds.onNews(organisationId, () => attempt(tell))
    const heartbeat = setInterval(
      () =>
        attempt(async () => {
          if (!(await sessions.find(request.headers.authorization))) {
            close()
            return
          }
          stream.write(': still here\n\n')
          await tell()
        }),
      HEARTBEAT_MS,
    )
    open.add(close)
    stream.on('close', () => {
      clearInterval(heartbeat)
      stopListening()
      open.delete(close)
    })
    attempt(tell)
  })
}
