import type { Kysely } from 'kysely'
import { FailureError } from '../../domain/contracts/failure.ts'
import { maskPhone } from '../../domain/identifiers/mask.ts'
import type { RecordType } from '../../domain/records/records.ts'
import { sameValue } from '../../domain/sync/merge.ts'
import type { RecordVersion, Workstation } from '../../domain/workstations/workstations-contract.ts'
import { inTransaction } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import { audit } from '../records/audit-log.ts'
import { workstationRepository } from './workstation-repository.ts'

export interface WorkstationDependencies {
  db: Kysely<Tables>
  now: () => Date
  endSessions: (clientId: string, db: Kysely<Tables>) => Promise<void>
  stopLabelKeys: (
    of: { organisationId: string; clientId: string; at: Date },
    db: Kysely<Tables>,
  ) => Promise<void>
}

export interface WorkstationService {
  list: (organisationId: string) => Promise<Workstation[]>
  revoke: (by: { organisationId: string; accountId: string }, clientId: string) => Promise<void>
  rename: (organisationId: string, clientId: string, name: string) => Promise<void>
  /** Newest first; also of a record that was deleted, and whose tombstone is gone. */
  history: (organisationId: string, type: RecordType, recordId: string) => Promise<RecordVersion[]>
}

/** The workstations of one's own organisation, and what each did. */
export function createWorkstationService(dependencies: WorkstationDependencies): WorkstationService {
  const { db } = dependencies
  return {
    async list(organisationId) {
      const rows = await workstationRepository.list(db, organisationId)
      return rows.map((row) => ({
        clientId: row.id,
        name: nameOf(row.id, row.name),
        appVersion: row.app_version,
        account: maskPhone(row.mobile ?? ''),
        firstSeenAt: row.created_at,
        lastSeenAt: row.last_seen_at,
        revokedAt: row.revoked_at,
      }))
    },
    revoke: (by, clientId) => revoke(dependencies, by, clientId),
    async rename(organisationId, clientId, name) {
      if (!(await workstationRepository.rename(db, organisationId, clientId, name))) throw notFound()
    },
    async history(organisationId, type, recordId) {
      const rows = await workstationRepository.versions(db, organisationId, type, recordId)
      let before: Record<string, unknown> = {}
      const versions = rows.map((row): RecordVersion => {
        // Safe: the record store writes bodies as JSON objects.
        const body = JSON.parse(row.body) as Record<string, unknown>
        const changedFields = namesOfChanged(before, body)
        before = body
        return {
          rev: row.rev,
          at: row.server_time,
          account: row.mobile === null ? null : maskPhone(row.mobile),
          workstation: row.client_id === null ? null : nameOf(row.client_id, row.name),
          clientId: row.client_id,
          cause: row.cause,
          changedFields,
          deleted: row.deleted === 1,
        }
      })
      return versions.reverse()
    },
  }
}

/** Revoking twice changes nothing and is logged once. */
async function revoke(
  { db, now, endSessions, stopLabelKeys }: WorkstationDependencies,
  { organisationId, accountId }: { organisationId: string; accountId: string },
  clientId: string,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const at = now()
    const changes = { revoked_at: at.toISOString(), revoked_by: accountId }
    const outcome = await workstationRepository.revoke(trx, organisationId, clientId, changes)
    if (outcome === 'not-found') throw notFound()
    await endSessions(clientId, trx)
    await stopLabelKeys({ organisationId, clientId, at }, trx)
    if (outcome === 'before') return
    await audit(trx, {
      at,
      accountId,
      organisationId,
      action: 'workstation.revoke',
      subject: `workstation:${clientId}`,
    })
  })
}

function notFound(): FailureError {
  return new FailureError('not-found', { message: '本机构没有这台工作站，请刷新列表' })
}

/** A workstation that nobody has named yet is told apart by the beginning of its number. */
function nameOf(clientId: string, name: string | null): string {
  return name ?? `工作站${clientId.slice(0, 4).toUpperCase()}`
}

function namesOfChanged(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => !sameValue(before[name], after[name]))
}
