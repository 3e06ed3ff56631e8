import type { Database } from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { OperatorFields, type Operator } from '../../domain/people/operator.ts'
import type { RecordType } from '../../domain/records/records.ts'
import { openDatabase } from '../../electron/agent/storage/database.ts'
import type { LocalWorkspace } from '../../electron/agent/storage/local-workspace.ts'
import type { Enqueued } from '../../electron/agent/storage/workspace.ts'
import { createWorkspaces, type Workspaces } from '../../electron/agent/storage/workspaces.ts'
import { madeCitizenId } from './made-identifiers.ts'
import { testHost, type TestHost } from './test-host.ts'

export interface TestWorkspace {
  host: TestHost
  db: Database
  workspaces: Workspaces
  workspace: LocalWorkspace
  changes: { types: RecordType[]; cause: 'user' | 'server' }[]
}

/** A workspace in a real encrypted database. */
export async function testWorkspace(
  host = testHost(),
  owner = { accountId: 'account-1', organisationId: 'organisation-1' },
): Promise<TestWorkspace> {
  const db = await openDatabase(host)
  onTestFinished(() => void db.close())
  const changes: TestWorkspace['changes'] = []
  const workspaces = createWorkspaces({
    db,
    now: () => host.now(),
    onChanged: (_workspaceId, types, cause) => void changes.push({ types, cause }),
  })
  return { host, db, workspaces, workspace: workspaces.open(owner.accountId, owner.organisationId), changes }
}

export function anOperator(changes: Partial<Operator> = {}): Operator {
  return {
    name: '林建国',
    mobile: '13812345671',
    idNumber: madeCitizenId('19900101', 11),
    certificateNumber: 'No000005',
    level: 'four',
    direction: 'none',
    sex: '男',
    listedElsewhere: false,
    removedAt: null,
    ...changes,
  }
}

/** Saves like the people capability does. */
export function saveOperator(workspace: LocalWorkspace, id: string, operator: Operator): void {
  const mutation: Enqueued = {
    name: 'operator.save',
    version: 1,
    recordId: id,
    title: '添加操作员',
    set: OperatorFields.parse(operator),
    fieldwise: true,
  }
  workspace.change('operator', operator, mutation)
}
