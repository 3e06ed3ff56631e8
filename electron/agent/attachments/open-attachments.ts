import type { Database } from 'better-sqlite3'
import type { AgentLog } from '../host.ts'
import { createAttachmentRepository } from './attachment-repository.ts'
import {
  createAttachmentService,
  type AttachmentService,
  type AttachmentServiceDeps,
} from './attachment-service.ts'
import { sweepAttachments } from './attachment-sweep.ts'
import { createNamingRepository } from './naming-repository.ts'
import { createVault } from './vault.ts'

export interface OpenAttachmentsDeps extends Omit<AttachmentServiceDeps, 'attachments' | 'vault' | 'sweep'> {
  db: Database
  /** Where the encrypted files lie, and their key. */
  folder: string
  key: Buffer
  log: AgentLog
}

/** The attachment service over the workstation's database and its folder of encrypted files. */
export function openAttachments({ db, folder, key, log, ...deps }: OpenAttachmentsDeps): AttachmentService {
  const vault = createVault(folder, key)
  const naming = createNamingRepository(db)
  return createAttachmentService({
    ...deps,
    vault,
    attachments: createAttachmentRepository(db),
    sweep: async () => {
      try {
        await sweepAttachments(naming, vault, deps.now())
      } catch (error) {
        log.error('clearing up files failed', { error: error instanceof Error ? error.name : 'unknown' })
      }
    },
  })
}
