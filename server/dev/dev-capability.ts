import { z } from 'zod'
import { FailureError } from '../../domain/contracts/failure.ts'
import type { Capability } from '../http/capability.ts'
import { OUTBOX_STYLE, outboxPage, type ShownMessage } from './outbox-page.ts'

const Answer = z.enum(['match', 'mismatch', 'unavailable'])
const DecisionForm = z.object({ documentNumber: z.string().trim().min(1).max(40), answer: Answer })

/** What of the development providers is shown; null for those that are real. */
export interface DevDependencies {
  sms: { sent: () => ShownMessage[] } | null
  identity: {
    decide: (documentNumber: string, answer: z.infer<typeof Answer>) => void
    decisions: () => { documentNumber: string; answer: string }[]
  } | null
}

/** /dev/outbox: SMS codes and identity decisions of the development providers. Never made in production. */
export function createDevCapability({ sms, identity }: DevDependencies): Capability {
  return {
    async routes(app) {
      await app.register((scope, _options, done) => {
        scope.addContentTypeParser(
          'application/x-www-form-urlencoded',
          { parseAs: 'string', bodyLimit: 4096 },
          (_request, body, parsed) => parsed(null, Object.fromEntries(new URLSearchParams(String(body)))),
        )
        scope.get('/dev/outbox', (_request, reply) =>
          reply
            .type('text/html; charset=utf-8')
            .header('cache-control', 'no-store')
            .send(outboxPage(sms?.sent() ?? [], identity?.decisions() ?? [])),
        )
        scope.get('/dev/outbox.css', (_request, reply) =>
          reply.type('text/css; charset=utf-8').send(OUTBOX_STYLE),
        )
        scope.post('/dev/outbox', (request, reply) => {
          const form = DecisionForm.safeParse(request.body)
          if (!form.success || !identity)
            throw new FailureError('invalid-input', { message: '请填写证件号并选择结果' })
          identity.decide(form.data.documentNumber, form.data.answer)
          return reply.redirect('/dev/outbox', 303)
        })
        done()
      })
    },
  }
}
