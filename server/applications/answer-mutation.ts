import { z } from 'zod'
import { Application, APPLICATION_STATE_LABELS } from '../../domain/applications/application.ts'
import { mutationHandler, type MutationHandler } from '../records/mutation-handler.ts'
import { rejected } from '../records/rejection.ts'
import { applicationRepository } from './application-repository.ts'

/** 机构确认: the organisation agrees to an engineer's application or declines it with a reason. */
export function createAnswerMutation(): MutationHandler {
  return mutationHandler({
    name: 'application.answer',
    version: 1,
    args: z.object({ agree: z.boolean(), reason: z.string().trim().max(500).default('') }),
    async apply(context, { recordId }, { agree, reason }) {
      const found = await applicationRepository.get(context.db, recordId)
      if (found?.organisationId !== context.organisationId) {
        return rejected('服务器上没有这份申请，请刷新列表')
      }
      if (found.state !== 'submitted') {
        return rejected(`这份申请现在的状态是“${APPLICATION_STATE_LABELS[found.state]}”，不能再确认`)
      }
      if (!agree && reason === '') return rejected('不同意申请时请填写原因，工程师会看到')
      const body: Application = {
        ...Application.parse(found),
        state: agree ? 'organisation-agreed' : 'organisation-declined',
        answeredAt: context.now.toISOString(),
        reason,
      }
      await applicationRepository.update(context.db, found.id, body)
      const { rev } = await context.records.put('application', found.id, body, 'application.answer')
      return { status: 'applied', rev }
    },
  })
}
