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

const TURNS_MAX = 3

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
  let brokenUpload = await sendEverything(deps, uploads)
  if ((await read(deps)) === 'restored') {
    await offerAgainAfterRestore(deps)
    brokenUpload = await sendEverything(deps, uploads)
    await pull(workspace, http, signal)
  }
  if (brokenUpload) throw brokenUpload
  workspace.confirm()
  workspace.purge()
}

/**
 * Who is shut out hears so first where nothing waits to be sent, and asks at once without content: a server that was restored says so then, and what it lost is unsent
 * here again and can be exported.
 */
async function read(deps: PushDeps): Promise<'complete' | 'restored'> {
  const { workspace, http, signal } = deps
  try {
    return await pull(workspace, http, signal)
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'workstation-revoked') {
      workspace.setRevoked(true)
      await push(deps)
    }
    throw error
  }
}

/** Records, the files that others name, and those others. Answers what kept a file from arriving. */
async function sendEverything(deps: PushDeps, uploads: Uploads): Promise<FailureError | null> {
  const { workspace, signal } = deps
  for (let turn = 1; ; turn++) {
    await push(deps)
    const { epoch } = workspace.position()
    const brokenUpload = await failureOf(uploads.uploadWanted(workspace, signal))
    await push(deps)
    // A server that turned out to be restored may have lost the files as well: they are asked for again, in the same round.
    if (workspace.position().epoch === epoch || turn === TURNS_MAX) return brokenUpload
  }
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
