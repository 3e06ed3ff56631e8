import type { FastifyInstance } from 'fastify'
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { Failure } from '../../domain/contracts/failure.ts'
import { serverContract } from '../../domain/contracts/server-contract.ts'
import type { Tables } from '../database/tables.ts'

/** For those who run the server: /healthz, /metrics (Prometheus text) and the description /openapi.json. */
export function addOperationRoutes(app: FastifyInstance, db: Kysely<Tables>): void {
  const answered = new Map<string, number>()
  app.addHook('onResponse', (_request, reply, done) => {
    const kind = `${Math.floor(reply.statusCode / 100)}xx`
    answered.set(kind, (answered.get(kind) ?? 0) + 1)
    done()
  })
  app.get('/healthz', async () => {
    await sql`select 1`.execute(db)
    return { status: 'ok' }
  })
  app.get('/metrics', (_request, reply) =>
    reply
      .type('text/plain; version=0.0.4')
      .send(
        [
          '# TYPE http_responses_total counter',
          ...[...answered].map(([kind, count]) => `http_responses_total{status="${kind}"} ${count}`),
          '# TYPE process_uptime_seconds gauge',
          `process_uptime_seconds ${Math.round(process.uptime())}`,
          '# TYPE process_resident_memory_bytes gauge',
          `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
          '',
        ].join('\n'),
      ),
  )
  const description = describeContract()
  app.get('/openapi.json', () => description)
}

function describeContract(): unknown {
  const paths: Record<string, unknown> = {}
  for (const [capability, methods] of Object.entries(serverContract)) {
    for (const [verb, method] of Object.entries<{ input: z.ZodType; output: z.ZodType }>(methods)) {
      const value = toJsonSchema(method.output, 'output')
      paths[`/api/1/${capability}.${verb}`] = {
        post: {
          operationId: `${capability}.${verb}`,
          requestBody: { content: { 'application/json': { schema: toJsonSchema(method.input, 'input') } } },
          responses: {
            200: answer({
              type: 'object',
              properties: { ok: { const: true }, value },
              required: ['ok', 'value'],
            }),
            default: answer({ $ref: '#/components/schemas/FailedResult' }),
          },
        },
      }
    }
  }
  const FailedResult = {
    type: 'object',
    properties: { ok: { const: false }, failure: toJsonSchema(Failure, 'output') },
    required: ['ok', 'failure'],
  }
  return {
    openapi: '3.1.0',
    info: { title: '消防技术服务机构客户端：同步服务器', version: '1' },
    security: [{}, { session: [] }],
    paths,
    components: {
      schemas: { FailedResult },
      securitySchemes: { session: { type: 'http', scheme: 'bearer' } },
    },
  }
}

function answer(schema: unknown) {
  return { description: 'Result', content: { 'application/json': { schema } } }
}

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const description = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  delete description.$schema
  return description
}
