import type { Database } from 'better-sqlite3'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import type { draftsAgentMethods } from '../../../domain/drafts/drafts-contract.ts'
import { inTransaction } from '../storage/database.ts'
import { createDiscardedDraftRepository } from './discarded-draft-repository.ts'
import { createDraftRepository } from './draft-repository.ts'
import { createDraftService } from './draft-service.ts'
import { createSyncedEntryRepository } from './synced-entry-repository.ts'

/** The drafts of the workstation's database; `scope` names the account whose drafts are meant, '' before sign-in. */
export function openDrafts(
  db: Database,
  { now, scope }: { now: () => Date; scope: () => string },
): CapabilityHandlers<typeof draftsAgentMethods> {
  return createDraftService({
    drafts: createDraftRepository(db),
    discarded: createDiscardedDraftRepository(db),
    synced: createSyncedEntryRepository(db),
    inTransaction: (work) => inTransaction(db, work),
    now,
    scope,
  })
}
