import type { FastifyInstance } from 'fastify'
import { FailureError, type Failure, type FailureCode } from '../../domain/contracts/failure.ts'

/** `wrong-credentials` is no 401: whoever signs in anew with a wrong password still holds the session he had. */
const STATUS: Partial<Record<FailureCode, number>> = {
  'invalid-input': 400,
  'wrong-credentials': 400,
  'sms-code-wrong': 400,
  'sms-code-expired': 400,
  'proof-rejected': 400,
  'attachment-incomplete': 400,
  'attachment-refused': 415,
  'not-signed-in': 401,
  'not-allowed': 403,
  'verification-required': 403,
  'workstation-revoked': 403,
  'not-found': 404,
  'already-taken': 409,
  conflict: 409,
  'account-locked': 429,
  'too-many-requests': 429,
  'client-too-old': 426,
  'sms-not-sent': 503,
  'identity-service-unavailable': 503,
  'server-unreachable': 503,
  'storage-full': 507,
}

export function statusOfFailure(failure: Failure): number {
  return STATUS[failure.code] ?? 500
}

/** Everything that goes wrong outside the dispatcher is answered as a failed Result too. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const failure = toFailure(error)
    if (failure.code === 'internal') request.log.error({ err: error }, 'request failed')
    if (failure.retryAfterSeconds) void reply.header('retry-after', failure.retryAfterSeconds)
    return reply
      .code(failure.code === 'internal' ? 500 : statusOfFailure(failure))
      .send({ ok: false, failure })
  })
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ ok: false, failure: { code: 'not-found', message: '没有这个地址' } }),
  )
}

function toFailure(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500
  if (status === 413) return { code: 'invalid-input', message: '提交的内容过大' }
  if (status === 429)
    return { code: 'too-many-requests', message: '请求过于频繁，请稍后再试', retryAfterSeconds: 60 }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return { code: 'invalid-input', message: '提交的内容不能读取，请更新客户端后重试' }
  }
  return { code: 'internal' }
}
