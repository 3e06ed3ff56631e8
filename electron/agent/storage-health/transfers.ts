import { randomUUID } from 'node:crypto'
import { appendFile, open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import type { storageAgentMethods } from '../../../domain/storage/storage-contract.ts'
import type { Storage } from './storage.ts'
import { createSealedFile } from './sealed-file.ts'
import { takeUnsent, type Taken } from './take-unsent.ts'
import { collectUnsent, type ContentOwner } from './unsent-content.ts'
import { readUnsentFile } from './unsent-file.ts'
import type { CarriedFile, UnsentManifest } from './unsent-manifest.ts'

export interface TransferDeps {
  storage: Storage
  db: Database
  /** Of whoever is signed in, with or without the server. */
  ownerOrNull: () => ContentOwner | null
  vault: KeptFiles
  /** Imported content is to be shown and sent. */
  onImported: () => void
}

/** The plain bytes of this workstation's files; null for one that is lost. */
export interface KeptFiles {
  read(sha256: string, offset: number, length: number): Promise<{ bytes: Buffer } | null>
  keep(bytes: Buffer): Promise<string>
}

export interface Transfers {
  handlers: Pick<
    CapabilityHandlers<typeof storageAgentMethods>,
    'beginExport' | 'readExport' | 'beginImport' | 'appendImport' | 'finishImport'
  >
  stop(): void
}

export const TRANSFER_FOLDER = 'transfers'
const CHUNK_BYTES = 512 * 1024
const IMPORT_BYTES_MAX = 4 * 1024 ** 3
const LENGTH_BYTES = 4

/** Everything unsent into one encrypted file, and back. What lies in the folder meanwhile is encrypted too; it goes when the transfer or the program ends. */
export function createTransfers(deps: TransferDeps): Transfers {
  const { storage } = deps
  const folder = join(storage.dataDir, TRANSFER_FOLDER)
  storage.files.remove(folder)
  const incoming = new Map<string, { sizeBytes: number; received: number }>()
  const outgoing = new Set<string>()
  const fileOf = (transferId: string) => join(folder, transferId)
  const begin = () => {
    storage.files.makeFolder(folder)
    return randomUUID()
  }
  return {
    handlers: {
      beginExport: async ({ password }) => {
        // One at a time: an export that was not read to its end is not wanted any more.
        for (const old of outgoing) storage.files.remove(fileOf(old))
        outgoing.clear()
        const manifest = collectUnsent(deps.db, ownerOf(deps))
        const transferId = begin()
        outgoing.add(transferId)
        const files = await writeExport(fileOf(transferId), password, manifest, deps)
        const { size } = await stat(fileOf(transferId))
        const contents = { changes: manifest.changes.length, drafts: manifest.drafts.length, files }
        return { transferId, name: nameOf(storage.now()), sizeBytes: size, contents }
      },
      readExport: async ({ transferId, offset }) => {
        if (!outgoing.has(transferId)) throw interrupted()
        const bytes = await readPart(fileOf(transferId), offset)
        return { dataBase64: bytes.toString('base64') }
      },
      beginImport: ({ sizeBytes }) => {
        ownerOf(deps)
        if (sizeBytes > IMPORT_BYTES_MAX || sizeBytes > storage.reserve.freeBytes()) {
          throw new FailureError('storage-full', { message: '磁盘空间放不下这个文件，请清理磁盘后再导入' })
        }
        const transferId = begin()
        incoming.set(transferId, { sizeBytes, received: 0 })
        return { transferId }
      },
      appendImport: async ({ transferId, offset, dataBase64 }) => {
        const transfer = incoming.get(transferId)
        if (!transfer) throw interrupted()
        const bytes = Buffer.from(dataBase64, 'base64')
        if (offset !== transfer.received || offset + bytes.length > transfer.sizeBytes) throw interrupted()
        transfer.received += bytes.length
        await appendFile(fileOf(transferId), bytes, { mode: 0o600 })
      },
      finishImport: async ({ transferId, password }) => {
        const transfer = incoming.get(transferId)
        if (!transfer || transfer.received < transfer.sizeBytes) throw interrupted()
        const taken = await importFile(fileOf(transferId), password, deps)
        incoming.delete(transferId)
        storage.files.remove(fileOf(transferId))
        deps.onImported()
        return taken
      },
    },
    stop: () => {
      storage.files.remove(folder)
    },
  }
}

/** Answers how many files went along. One whose bytes are lost cannot; the change that names it still does. */
async function writeExport(
  path: string,
  password: string,
  manifest: UnsentManifest,
  { vault }: TransferDeps,
): Promise<number> {
  const present: CarriedFile[] = []
  for (const file of manifest.files) {
    if (await vault.read(file.sha256, 0, 1)) present.push(file)
  }
  const writer = await createSealedFile(path, password)
  try {
    const head = Buffer.from(JSON.stringify({ ...manifest, files: present }))
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt32BE(head.length)
    await writer.write(Buffer.concat([length, head]))
    for (const { sha256, sizeBytes } of present) {
      for (let offset = 0; offset < sizeBytes; offset += CHUNK_BYTES) {
        const part = await vault.read(sha256, offset, CHUNK_BYTES)
        if (!part)
          throw new FailureError('storage-damaged', { message: '读取本机附件时出错，没有导出，请重试' })
        await writer.write(part.bytes)
      }
    }
    await writer.end()
  } finally {
    await writer.close()
  }
  return present.length
}

async function importFile(path: string, password: string, deps: TransferDeps): Promise<Taken> {
  const owner = ownerOf(deps)
  const isOwners = ({ accountId, organisationId }: UnsentManifest) =>
    accountId === owner.accountId && organisationId === owner.organisationId
  const manifest = await readUnsentFile(path, password, {
    onManifest: (found) => {
      if (isOwners(found)) return
      throw new FailureError('not-allowed', {
        message: '这个文件是另一个帐号或机构的未同步内容，请用导出时的帐号登录后再导入',
      })
    },
    onFile: async (bytes) => {
      await deps.vault.keep(bytes)
    },
  })
  return takeUnsent(deps.db, owner, manifest)
}

function ownerOf({ ownerOrNull }: TransferDeps): ContentOwner {
  const owner = ownerOrNull()
  if (!owner) throw new FailureError('not-signed-in')
  return owner
}

async function readPart(path: string, offset: number): Promise<Buffer> {
  const handle = await open(path, 'r')
  try {
    const bytes = Buffer.alloc(CHUNK_BYTES)
    const { bytesRead } = await handle.read(bytes, 0, CHUNK_BYTES, offset)
    return bytes.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

const interrupted = () => new FailureError('not-found', { message: '传送已中断，请重新开始导出或导入' })

/** `未同步内容-20261122.fsx`: whose it is stands only inside. */
function nameOf(time: Date): string {
  const day = new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
  return `未同步内容-${day.replaceAll('-', '')}.fsx`
}
