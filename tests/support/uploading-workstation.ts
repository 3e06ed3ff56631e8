import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import { onTestFinished } from 'vitest'
import type { AttachmentPurpose } from '../../domain/attachments/attachments-contract.ts'
import type { AttachmentService } from '../../electron/agent/attachments/attachment-service.ts'
import { openAttachments } from '../../electron/agent/attachments/open-attachments.ts'
import { createServerClient } from '../../electron/agent/server/server-client.ts'
import type { LocalWorkspace } from '../../electron/agent/storage/local-workspace.ts'
import type { TestHost } from './test-host.ts'
import { anOperator, testWorkspace } from './test-workspace.ts'

/** One workstation's attachments over a real encrypted database, towards a real server. */
export interface UploadingWorkstation {
  host: TestHost
  db: Database
  workspace: LocalWorkspace
  folder: string
  attachments: AttachmentService
  /** The same database and files after the program was ended and started again. */
  restart(): Promise<AttachmentService>
  settled: string[]
  /** Whoever is signed in; null for nobody. */
  signedIn: { owner: LocalWorkspace | null; token: string }
}

export async function uploadingWorkstation(serverUrl: string, token: string): Promise<UploadingWorkstation> {
  const { host, db, workspace } = await testWorkspace()
  const signedIn: UploadingWorkstation['signedIn'] = { owner: workspace, token }
  const folder = join(host.dataDir, 'files')
  const key = randomBytes(32)
  const settled: string[] = []
  const { http } = createServerClient({
    serverUrl,
    now: () => host.now(),
    token: () => signedIn.token,
    onTokenRefused: () => undefined,
  })
  const open = () =>
    openAttachments({
      db,
      folder,
      key,
      log: host.log,
      http,
      now: () => host.now(),
      owner: () => workspace,
      ownerOrNull: () => signedIn.owner,
      onProgress: () => undefined,
      onSettled: () => void settled.push('settled'),
    })
  const workstation: UploadingWorkstation = {
    host,
    db,
    workspace,
    folder,
    attachments: open(),
    settled,
    signedIn,
    restart: async () => {
      await workstation.attachments.stop()
      workstation.attachments = open()
      return workstation.attachments
    },
  }
  onTestFinished(() => workstation.attachments.stop())
  return workstation
}

/** As the page hands a picked file over. */
export async function keepFile(
  attachments: AttachmentService,
  purpose: AttachmentPurpose,
  bytes: Buffer,
): Promise<string> {
  const { handlers } = attachments
  const { stagingId } = await handlers.begin({ purpose, sizeBytes: bytes.length })
  for (let offset = 0; offset < bytes.length; offset += 512 * 1024) {
    const dataBase64 = bytes.subarray(offset, offset + 512 * 1024).toString('base64')
    await handlers.append({ stagingId, offset, dataBase64 })
  }
  return (await handlers.finish({ stagingId })).sha256
}

/** A change that cannot be sent before these files have arrived. */
export function nameFiles(workspace: LocalWorkspace, recordId: string, hashes: string[]): void {
  workspace.change('operator', anOperator(), {
    name: 'operator.save',
    version: 1,
    recordId,
    title: '添加操作员',
    set: { name: '林建国' },
    blobs: hashes,
  })
}

/** Noise does not shrink, so the file is about as long as is asked. */
export async function aPictureOf(bytes: number): Promise<Buffer> {
  const side = Math.max(800, Math.ceil(Math.sqrt(bytes / 3)))
  const rows = Math.ceil(bytes / 3 / side) < 500 ? 500 : Math.ceil(bytes / 3 / side)
  return sharp(randomBytes(side * rows * 3), { raw: { width: side, height: rows, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer()
}

/** A PDF of this many pages that carries so many bytes of noise. */
export async function aPdfOf(bytes: number, pages = 2): Promise<Buffer> {
  const pdf = await PDFDocument.create()
  for (let page = 0; page < pages; page += 1) pdf.addPage([595, 842])
  pdf.context.register(pdf.context.stream(randomBytes(bytes)))
  return Buffer.from(await pdf.save())
}
