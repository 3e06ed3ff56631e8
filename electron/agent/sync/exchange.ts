import { FailureError } from '../../../domain/contracts/failure.ts'
import type { ServerHttp } from '../server-api.ts'
import type { LocalWorkspace } from '../storage/local-workspace.ts'
import { pull } from './pull.ts'
import { offerAgainAfterRestore, push, type PushDeps } from './push.ts'

/** Files on their way to the server. */
export interface Uploads {
  /** Sends every file that something outgoing names and that the server has not verified. Fails like any request when the connection breaks. */
  uploadWanted(workspace: LocalWorkspace, signal: AbortSignal): Promise<void>
  /** True once the server has the file, or has refused it for good. */
  isSettled(workspace: LocalWorkspace, sha256: string): boolean
  progress(workspace: LocalWorkspace): { files: number; sentBytes: number; totalBytes: number }
}

export interface ExchangeDeps {
  workspace: LocalWorkspace
  http: ServerHttp
  uploads: Uploads
  workstation?: PushDeps['workstation']
  signal: AbortSignal
}

/**
 * One whole round with the server. A file on its way holds back only the mutation that names it and those behind it; a broken upload does not keep the
 * feed from being read.
 */
export async function exchange({
  workspace,
  http,
  uploads,
  workstation,
  signal,
}: ExchangeDeps): Promise<void> {
  const isReady: PushDeps['isReady'] = ({ blobs }) =>
    blobs.every((sha256) => uploads.isSettled(workspace, sha256))
  const deps = { workspace, http, isReady, workstation, signal }
  await push(deps)
  const brokenUpload = await failureOf(uploads.uploadWanted(workspace, signal))
  await push(deps)
  if ((await pull(workspace, http, signal)) === 'restored') {
    await offerAgainAfterRestore(deps)
    await push(deps)
    await pull(workspace, http, signal)
  }
  if (brokenUpload) throw brokenUpload
  workspace.confirm()
  workspace.purge()
}

async function failureOf(work: Promise<void>): Promise<FailureError | null> {
  try {
    await work
    return null
  } catch (error) {
    if (error instanceof FailureError) return error
    throw error
  }
}
