import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createDispatcher } from '../../domain/contracts/dispatch.ts'
import { serverContract } from '../../domain/contracts/server-contract.ts'
import type { ServerHandlers } from './capability.ts'
import { statusOfFailure } from './error-handler.ts'
import type { RequestContext } from './request-context.ts'
import type { Sessions } from './sessions.ts'

/**
 * POST /api/1/<capability>.<verb>: JSON in, `Result` out; the status only repeats what the Result says. Capabilities without handlers are answered
 * `not-found`; one with a method missing throws at once.
 */
export function addContractRoutes(
  app: FastifyInstance,
  handlers: Partial<ServerHandlers>,
  sessions: Sessions,
): void {
  const contract = Object.fromEntries(
    Object.entries(serverContract).filter(([capability]) => capability in handlers),
  )
  const dispatch = createDispatcher(contract, handlers, (method, error) => {
    app.log.error({ method, err: error }, 'method failed')
  })
  app.post<{ Params: { method: string } }>('/api/1/:method', async (request, reply) => {
    const context = await readContext(request, sessions)
    const result = await dispatch(request.params.method, request.body, context)
    if (result.ok) return result
    const { retryAfterSeconds } = result.failure
    if (retryAfterSeconds) void reply.header('retry-after', retryAfterSeconds)
    return reply.code(statusOfFailure(result.failure)).send(result)
  })
}

export async function readContext(request: FastifyRequest, sessions: Sessions): Promise<RequestContext> {
  return { caller: await sessions.find(request.headers.authorization), address: request.ip }
}
