import { createConflicts } from './conflicts.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { createRecordCopy } from './record-copy.ts'
import { answering, type WorkspaceAnswering } from './workspace-answering.ts'
import { changing } from './workspace-changing.ts'
import { overseeing, type WorkspaceOversight } from './workspace-oversight.ts'
import { feeding, type WorkspaceFeed } from './workspace-feed.ts'
import type { Parts, WorkspaceDeps } from './workspace-parts.ts'
import { positioning, type WorkspacePosition } from './workspace-position.ts'
import { reading } from './workspace-reading.ts'
import type { Workspace } from './workspace.ts'

/** A workspace with what synchronising needs besides. */
export interface LocalWorkspace
  extends Workspace, WorkspacePosition, WorkspaceAnswering, WorkspaceFeed, WorkspaceOversight {
  readonly id: number
  readonly accountId: string
  readonly organisationId: string
  readonly clientId: string
  readonly outbox: Outbox
}

export interface WorkspaceRow {
  id: number
  account_id: string
  organisation_id: string
  client_id: string
}

export function createLocalWorkspace(row: WorkspaceRow, deps: WorkspaceDeps): LocalWorkspace {
  const { db } = deps
  const outbox = createOutbox(db, row.id)
  const copy = createRecordCopy(db, row.id, outbox)
  const conflicts = createConflicts(db, row.id)
  const parts: Parts = {
    ...deps,
    workspaceId: row.id,
    clientId: row.client_id,
    outbox,
    copy,
    conflicts,
    sendingUpTo: 0,
  }
  return {
    id: row.id,
    accountId: row.account_id,
    organisationId: row.organisation_id,
    clientId: row.client_id,
    outbox,
    ...reading(parts),
    ...changing(parts),
    ...positioning(parts),
    ...answering(parts),
    ...feeding(parts),
    ...overseeing(parts),
  }
}
