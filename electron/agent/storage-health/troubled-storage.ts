import { join } from 'node:path'
import { agentContract, type AgentContract } from '../../../domain/contracts/agent-contract.ts'
import type { CapabilityHandlers, Handlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import type { storageAgentMethods } from '../../../domain/storage/storage-contract.ts'
import { databaseKey, isDiskFull, type StorageTroubleError } from '../storage/database.ts'
import { BACKUP_FOLDER } from './backups.ts'
import { opensSoundly } from './copy-database.ts'
import { makeReady } from './mend-database.ts'
import type { Storage } from './storage.ts'
import { asideName, ASIDE_FOLDER, replaceDatabase, sweepUnfinished } from './replace-database.ts'

/** What can be asked while the database cannot be opened. `reopen` begins anew with what has been put in its place; it throws the trouble that is left. */
export function troubledHandlers(
  storage: Storage,
  trouble: StorageTroubleError,
  reopen: () => Promise<void>,
): Handlers<AgentContract> {
  const refuse = () => {
    throw new FailureError(trouble.failure.code, { message: trouble.message })
  }
  const storageHandlers: CapabilityHandlers<typeof storageAgentMethods> = {
    trouble: () => ({ kind: trouble.kind, message: trouble.message, backups: storage.backups.list() }),
    restoreBackup: async ({ id }) => {
      await unlessFull(() => restoreBackup(storage, id))
      await reopen()
    },
    startAnew: async () => {
      await unlessFull(() => startAnew(storage))
      await reopen()
    },
    health: refuse,
    backUpNow: refuse,
    beginExport: refuse,
    readExport: refuse,
    beginImport: refuse,
    appendImport: refuse,
    finishImport: refuse,
    clearing: refuse,
    clear: refuse,
  }
  const refusing = Object.fromEntries(
    Object.entries(agentContract).map(([capability, methods]) => [
      capability,
      Object.fromEntries(Object.keys(methods).map((verb) => [verb, refuse])),
    ]),
  )
  // Safe: built from the contract's own names, and a handler that only throws fits every signature.
  return { ...refusing, storage: storageHandlers } as unknown as Handlers<AgentContract>
}

async function restoreBackup(storage: Storage, id: string): Promise<void> {
  const file = storage.backups.fileOf(id)
  const backup = storage.backups.list().find((candidate) => candidate.id === id)
  if (!file || !backup) throw new FailureError('not-found', { message: '找不到这份备份，请重新选择' })
  const key = await databaseKey(storage.secrets, true)
  if (!opensSoundly(file, key)) {
    throw new FailureError('storage-damaged', {
      message: '这份备份用本机现在的密钥打不开，或已损坏，请选择另一份备份',
    })
  }
  sweepUnfinished(storage)
  makeReady(storage, key, backup)
  replaceDatabase(storage)
}

async function startAnew(storage: Storage): Promise<void> {
  const { dataDir, files } = storage
  const key = await databaseKey(storage.secrets, false)
  sweepUnfinished(storage)
  makeReady(storage, key, null)
  // They are copies of the old database: at a later damage they must not be mistaken for copies of the new one.
  const backups = join(dataDir, BACKUP_FOLDER)
  if (files.names(backups).length > 0) {
    files.makeFolder(join(dataDir, ASIDE_FOLDER))
    files.rename(backups, asideName(storage, '-backups'))
    files.syncFolder(dataDir)
  }
  replaceDatabase(storage)
}

async function unlessFull(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isDiskFull(error)) throw error
    throw new FailureError('storage-full', {
      message: '磁盘已满，没有恢复，旧文件没有改动，请清理磁盘后重试',
    })
  }
}
