import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { createDraftRepository } from '../../electron/agent/drafts/draft-repository.ts'
import { openStorage } from '../../electron/agent/storage-health/open-storage.ts'
import { createStorage, type Storage, type StorageHost } from '../../electron/agent/storage-health/storage.ts'
import type { LocalWorkspace } from '../../electron/agent/storage/local-workspace.ts'
import { createWorkspaces } from '../../electron/agent/storage/workspaces.ts'
import { anOperator, saveOperator } from './test-workspace.ts'

export const OWNER = { accountId: 'account-1', organisationId: 'organisation-1' }

/** What a test does with one opening of the workstation's database. */
export interface OpenStorage {
  storage: Storage
  db: Database
  key: string
  workspace: LocalWorkspace
}

/** Opens the storage as the agent does, works with it and closes it again. */
export async function withStorage<T>(
  host: StorageHost,
  work: (open: OpenStorage) => T | Promise<T>,
): Promise<T> {
  const storage = createStorage(host)
  const { db, key } = await openStorage(storage, host.log)
  try {
    const workspaces = createWorkspaces({ db, now: () => host.now(), onChanged: () => undefined })
    const workspace = workspaces.open(OWNER.accountId, OWNER.organisationId)
    return await work({ storage, db, key, workspace })
  } finally {
    db.close()
  }
}

/** One operator per number, each a change in the outbox, and a draft with the same text. */
export function enterOperators({ db, workspace }: OpenStorage, from: number, to: number): void {
  const drafts = createDraftRepository(db)
  for (let number = from; number <= to; number++) {
    saveOperator(workspace, idOf(number), anOperator({ name: nameOf(number) }))
    const savedAt = new Date(1_800_000_000_000 + number).toISOString()
    const content = { text: nameOf(number), padding: '填'.repeat(300) }
    drafts.put(
      OWNER.accountId,
      { form: 'operator', subject: idOf(number) },
      { title: '操作员', content, savedAt },
    )
  }
}

export const idOf = (number: number) => `operator-${String(number).padStart(4, '0')}`
export const nameOf = (number: number) => `林${String(number)}`

/** Numbers whose change, respectively draft, is there with the right content. */
export function kept({ db }: OpenStorage): { changes: Set<number>; drafts: Set<number> } {
  const changes = db
    .prepare<[], { record_id: string; set_fields: string }>('SELECT record_id, set_fields FROM outbox')
    .all()
    .map(({ record_id, set_fields }) => [record_id, set_fields] as const)
  const drafts = db
    .prepare<[], { subject: string; content: string }>('SELECT subject, content FROM draft')
    .all()
    .map(({ subject, content }) => [subject, content] as const)
  const numbersOf = (pairs: readonly (readonly [string, string])[]) =>
    new Set(
      pairs.flatMap(([id, text]) => {
        const number = Number(id.slice(-4))
        if (!text.includes(`"${nameOf(number)}"`)) throw new Error(`${id} was kept with another content`)
        return [number]
      }),
    )
  return { changes: numbersOf(changes), drafts: numbersOf(drafts) }
}

/** Turns bytes over in the file as a failing disk does. */
export function damage(dataDir: string, at: number, length = 64, name = 'workstation.db'): void {
  const file = join(dataDir, name)
  const bytes = readFileSync(file)
  for (let index = at; index < Math.min(at + length, bytes.length); index++) {
    bytes[index] = (bytes[index] ?? 0) ^ 0xff
  }
  writeFileSync(file, bytes)
}
