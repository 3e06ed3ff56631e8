import { gunzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { FailureError } from '../../domain/contracts/failure.ts'

/** Every piece goes to another thread and back: a push of 500 records unpacks to two. */
const UNPACKED_AT_ONCE_BYTES = 1024 * 1024

/** JSON, packed by gzip or not; its size is limited as unpacked. An empty body is a method without input. */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, sent, done) => {
    const read = (body: Buffer) => {
      if (body.length === 0) done(null, null)
      else void parse(request, body.toString('utf8'), done)
    }
    if (request.headers['content-encoding'] !== 'gzip') {
      read(sent)
      return
    }
    gunzip(
      sent,
      { chunkSize: UNPACKED_AT_ONCE_BYTES, maxOutputLength: request.routeOptions.bodyLimit },
      (error, body) => {
        if (error) done(unreadable(error))
        else read(body)
      },
    )
  })
}

function unreadable(error: NodeJS.ErrnoException): FailureError {
  const isTooLarge = error.code === 'ERR_BUFFER_TOO_LARGE'
  return new FailureError('invalid-input', {
    message: isTooLarge ? '提交的内容过大' : '提交的内容不能读取，请更新客户端后重试',
  })
}
