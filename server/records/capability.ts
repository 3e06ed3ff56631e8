import type { FastifyInstance } from 'fastify'
import type { Kysely, Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'
import type { MutationContext, MutationHandler, RecordStore } from './mutation-handler.ts'

/** One row of the audit log. `details` never holds personal data: names of fields and ids of records only. */
export interface AuditEntry {
  accountId: string | null
  organisationId: string | null
  action: string
  subject: string
  details?: Record<string, unknown>
}

/** What every capability is lent by app.ts. */
export interface CapabilityDependencies {
  database: Kysely<Tables>
  now: () => Date
  newId: () => string
  openRecords: (
    db: Transaction<Tables>,
    organisationId: string,
    author: { accountId: string | null },
  ) => RecordStore
  /** Written in the caller's transaction, so that a change without its trace cannot be. */
  audit: (db: Transaction<Tables>, entry: AuditEntry) => Promise<void>
  /** HMAC under the server's own key: finds equal people without keeping an index of numbers. */
  personalHash: (value: string) => string
  /** Tells the workstations of an organisation that there is news; called after the commit. */
  announce: (organisationId: string) => void
}

/** What a capability gives back to app.ts. */
export interface Capability {
  mutations: MutationHandler[]
  routes?: (app: FastifyInstance) => void
}

/** A mutation's context without the workstation: what calls and timers of the server have. */
export type OrganisationContext = Pick<MutationContext, 'db' | 'records' | 'organisationId' | 'now'> & {
  accountId: string | null
}
