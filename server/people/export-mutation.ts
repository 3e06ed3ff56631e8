import { z } from 'zod'
import { audit } from '../records/audit-log.ts'
import { mutationHandler, type MutationHandler } from '../records/mutation-handler.ts'

/** A list with full numbers left a workstation as a file, told afterwards when it happened offline. Nothing changes but the audit log. */
export function createExportMutation(): MutationHandler {
  return mutationHandler({
    name: 'personal-data.export',
    version: 1,
    args: z.object({ recordType: z.enum(['engineer', 'operator']), count: z.number().int().min(0) }),
    async apply(context, mutation, { recordType, count }) {
      await audit(context.db, {
        at: context.now,
        accountId: context.accountId,
        organisationId: context.organisationId,
        action: 'personal-data.export',
        subject: `${recordType}:list`,
        details: { count, clientId: context.clientId, clientTime: mutation.clientTime },
      })
      return { status: 'applied', rev: 0 }
    },
  })
}
