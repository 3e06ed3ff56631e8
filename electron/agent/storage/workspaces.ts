import { randomUUID } from 'node:crypto'
import type { RecordType } from '../../../domain/records/records.ts'
import { inTransaction } from './database.ts'
import { createLocalWorkspace, type LocalWorkspace, type WorkspaceRow } from './local-workspace.ts'
import type { WorkspaceDeps } from './workspace-parts.ts'

/** Every workspace of this workstation: one for each account of each organisation that has signed in here. */
export interface Workspaces {
  /** Opens the account's own workspace, making it on the first sign-in. */
  open(accountId: string, organisationId: string): LocalWorkspace
  /** The workspace that holds this record, whoever is signed in. */
  holding(type: RecordType, recordId: string): LocalWorkspace | null
}

export function createWorkspaces(
  deps: Omit<WorkspaceDeps, 'onChanged'> & {
    onChanged: (workspaceId: number, types: RecordType[], cause: 'user' | 'server') => void
  },
): Workspaces {
  const { db } = deps
  const opened = new Map<number, LocalWorkspace>()
  const own = new Map<string, LocalWorkspace>()
  const find = db.prepare<[string, string], WorkspaceRow>(
    'SELECT * FROM workspace WHERE account_id = ? AND organisation_id = ?',
  )
  const findHolding = db.prepare<[string, string], WorkspaceRow>(
    'SELECT workspace.* FROM workspace JOIN record ON record.workspace_id = workspace.id WHERE record.type = ? AND record.id = ?',
  )
  const toWorkspace = (row: WorkspaceRow): LocalWorkspace => {
    const known = opened.get(row.id)
    if (known) return known
    const created = createLocalWorkspace(row, {
      ...deps,
      onChanged: (types, cause) => {
        deps.onChanged(row.id, types, cause)
      },
    })
    opened.set(row.id, created)
    return created
  }
  const create = (accountId: string, organisationId: string) => {
    db.prepare(
      'INSERT OR IGNORE INTO workspace (account_id, organisation_id, client_id) VALUES (?, ?, ?)',
    ).run(accountId, organisationId, randomUUID())
    return find.get(accountId, organisationId)
  }
  return {
    open: (accountId, organisationId) => {
      const owner = `${accountId} ${organisationId}`
      const known = own.get(owner)
      if (known) return known
      const row =
        find.get(accountId, organisationId) ?? inTransaction(db, () => create(accountId, organisationId))
      if (!row) throw new Error('a workspace that was just made is missing')
      const workspace = toWorkspace(row)
      own.set(owner, workspace)
      return workspace
    },
    holding: (type, recordId) => {
      const row = findHolding.get(type, recordId)
      return row ? toWorkspace(row) : null
    },
  }
}
