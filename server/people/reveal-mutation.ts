import { z } from 'zod'
import { audit } from '../records/audit-log.ts'
import { mutationHandler, type MutationHandler } from '../records/mutation-handler.ts'

/** A look at full numbers on a workstation, told afterwards when it happened offline. Nothing changes but the audit log. */
export function createRevealMutation(): MutationHandler {
  return mutationHandler({
    name: 'personal-data.reveal',
    version: 1,
    args: z.object({
      recordType: z.enum(['engineer', 'operator', 'application']),
      field: z.string().regex(/^[A-Za-z]{1,40}$/),
    }),
    async apply(context, mutation, { recordType, field }) {
      const record = await context.records.get(recordType, mutation.recordId)
      await audit(context.db, {
        at: context.now,
        accountId: context.accountId,
        organisationId: context.organisationId,
        action: 'personal-data.reveal',
        subject: record ? `${recordType}:${record.id}` : `${recordType}:unknown`,
        details: { field, clientId: context.clientId, clientTime: mutation.clientTime },
      })
      return { status: 'applied', rev: record?.rev ?? 0 }
    },
  })
}
