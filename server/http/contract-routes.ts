import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createDispatcher } from '../../domain/contracts/dispatch.ts'
import { serverContract } from '../../domain/contracts/server-contract.ts'
import { FACE_PAYLOAD_MAX_BYTES } from '../../domain/verification/face-contract.ts'
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
  const answer = async (method: string, request: FastifyRequest, reply: FastifyReply) => {
    const context = await readContext(request, sessions)
    const result = await dispatch(method, request.body, context)
    if (result.ok) return result
    const { retryAfterSeconds } = result.failure
    if (retryAfterSeconds) void reply.header('retry-after', retryAfterSeconds)
    return reply.code(statusOfFailure(result.failure)).send(result)
  }
  app.post<{ Params: { method: string } }>('/api/1/:method', (request, reply) =>
    answer(request.params.method, request, reply),
  )
  for (const [method, bodyLimit] of Object.entries(LARGE_BODIES)) {
    app.post(`/api/1/${method}`, { bodyLimit }, (request, reply) => answer(method, request, reply))
  }
}

/** Methods whose input is longer than the server takes elsewhere. */
const LARGE_BODIES: Record<string, number> = {
  'verification.submitFace': Math.ceil(FACE_PAYLOAD_MAX_BYTES * 1.34) + 4096,
}

export async function readContext(request: FastifyRequest, sessions: Sessions): Promise<RequestContext> {
  return { caller: await sessions.find(request.headers.authorization), address: request.ip }
}
