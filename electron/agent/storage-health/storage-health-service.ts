import type { Database } from 'better-sqlite3'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { StorageHealth, type storageAgentMethods } from '../../../domain/storage/storage-contract.ts'
import { onDiskFull } from '../storage/database.ts'
import type { AgentHost } from '../host.ts'
import { createMeta } from '../storage/meta.ts'
import { createClearing, type ClearingDeps } from './clearing.ts'
import type { CopyTrouble } from './copy-database.ts'
import { REPAIR_NOTICE } from './mend-database.ts'
import type { Storage } from './storage.ts'
import { countUnsent } from './unsent-content.ts'
import { createTransfers, type TransferDeps } from './transfers.ts'

export interface StorageHealthDeps extends TransferDeps, ClearingDeps {
  storage: Storage
  db: Database
  key: string
  log: AgentHost['log']
}

export interface StorageHealthService {
  handlers: CapabilityHandlers<typeof storageAgentMethods>
  start(): void
  stop(): Promise<void>
}

/** Soon after the start, when the first screen stands; then only the time is looked at. */
const FIRST_LOOK_MS = 60_000
const LOOK_EVERY_MS = 15 * 60_000
const TROUBLE_WORDS: Record<CopyTrouble, string> = {
  damaged: '本机数据有损坏，无法备份，请重新打开客户端，启动时会自动修复',
  'disk-full': '磁盘空间不够，没有备份，请清理磁盘后重试',
  'copy-unsound': '备份后复查没有通过，可能是磁盘有故障，请检查磁盘后重试',
}

/** 本机数据 while the database is open: its copies, the room kept back on the disk, and carrying what is unsent to another workstation. */
export function createStorageHealthService(deps: StorageHealthDeps): StorageHealthService {
  const { storage, db, key } = deps
  const checkedAt = storage.now().toISOString()
  const transfers = createTransfers(deps)
  onDiskFull(db, () => void storage.reserve.release())
  let copying: Promise<CopyTrouble | null> | null = null
  const backUp = () => {
    copying ??= storage.backups.make(storage.file, key).finally(() => (copying = null))
    return copying
  }
  const health = (): StorageHealth => ({
    sizeBytes: sizeOf(storage),
    diskFreeBytes: storage.reserve.freeBytes(),
    reserveBytes: storage.reserve.sizeBytes(),
    checkedAt,
    backups: storage.backups.list(),
    repair: repairNotice(db),
    unsent: countUnsent(db, deps.ownerOrNull()),
  })
  const look = async () => {
    try {
      await storage.reserve.restore()
      if (!storage.backups.isDue()) return
      const trouble = await backUp()
      if (trouble) deps.log.error('the database was not backed up', { trouble })
    } catch (error) {
      deps.log.error('the database was not backed up', {
        error: error instanceof Error ? error.name : 'unknown',
      })
    }
  }
  const timers: NodeJS.Timeout[] = []
  return {
    handlers: {
      trouble: () => null,
      restoreBackup: onlyInTrouble,
      startAnew: onlyInTrouble,
      health,
      backUpNow: async () => {
        const trouble = await backUp()
        if (trouble === 'disk-full')
          throw new FailureError('storage-full', { message: TROUBLE_WORDS[trouble] })
        if (trouble) throw new FailureError('storage-damaged', { message: TROUBLE_WORDS[trouble] })
        return health()
      },
      ...transfers.handlers,
      ...createClearing(deps),
    },
    start: () => {
      timers.push(
        setTimeout(() => void look(), FIRST_LOOK_MS),
        setInterval(() => void look(), LOOK_EVERY_MS),
      )
      for (const timer of timers) timer.unref()
    },
    stop: async () => {
      for (const timer of timers) clearTimeout(timer)
      transfers.stop()
      await copying?.catch(() => null)
    },
  }
}

function onlyInTrouble(): never {
  throw new FailureError('not-allowed', { message: '本机数据可以正常打开，不需要恢复' })
}

function sizeOf({ file, files }: Storage): number {
  return (files.sizeOf(file) ?? 0) + (files.sizeOf(`${file}-wal`) ?? 0)
}

function repairNotice(db: Database): StorageHealth['repair'] {
  const text = createMeta(db).get(REPAIR_NOTICE)
  if (text === null) return null
  return StorageHealth.shape.repair.parse(JSON.parse(text))
}
