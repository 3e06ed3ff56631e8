import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import type {
  OutboxDetail,
  OutboxEntry,
  syncAgentMethods,
  SyncStatus,
} from '../../../domain/sync/sync-contract.ts'
import type { LocalWorkspace } from '../storage/local-workspace.ts'
import type { UploadLimit } from './upload-limit.ts'
import { type Standstill, waitingReason } from './waiting-reason.ts'

/** Files as 同步中心 shows them. */
export interface EntryFiles {
  /** True once the server has the file, or has refused it for good. */
  isSettled(workspace: LocalWorkspace, sha256: string): boolean
  stateOf(workspace: LocalWorkspace, sha256: string): OutboxDetail['files'][number]
}

export interface SyncHandlersDeps {
  workspace: () => LocalWorkspace | null
  /** Why there is no workspace. */
  hasSession: () => boolean
  files: EntryFiles
  uploadLimit: UploadLimit
  status: () => SyncStatus
  standstill: () => Standstill
  run: () => Promise<void>
}

const NO_SUCH_ENTRY = '这一条已不在待处理之列，请刷新后再看'

export function createSyncHandlers(deps: SyncHandlersDeps): CapabilityHandlers<typeof syncAgentMethods> {
  const own = () => {
    const workspace = deps.workspace()
    if (workspace) return workspace
    throw new FailureError(deps.hasSession() ? 'not-allowed' : 'not-signed-in')
  }
  return {
    status: deps.status,
    run: async () => {
      await deps.run()
      return deps.status()
    },
    ...outboxHandlers(deps, own),
    listConflicts: () => deps.workspace()?.listConflicts() ?? [],
    decideConflict: ({ recordType, recordId, choices }) => ({
      decisionId: own().decide(recordType, recordId, choices),
    }),
    undoDecision: ({ decisionId }) => {
      own().undo(decisionId)
    },
    settings: () => ({ uploadKilobytesPerSecond: deps.uploadLimit.read() }),
    setUploadLimit: ({ uploadKilobytesPerSecond }) => {
      deps.uploadLimit.set(uploadKilobytesPerSecond)
    },
  }
}

type OutboxMethods = Pick<
  typeof syncAgentMethods,
  'listOutbox' | 'outboxDetail' | 'resubmit' | 'discardRefused' | 'restoreRefused'
>

function outboxHandlers(
  deps: SyncHandlersDeps,
  own: () => LocalWorkspace,
): CapabilityHandlers<OutboxMethods> {
  const complete = (
    workspace: LocalWorkspace,
    { blobs, ...entry }: ReturnType<LocalWorkspace['entries']>[number],
    standstill: Standstill,
  ): OutboxEntry => {
    const areFilesSettled = blobs.every((sha256) => deps.files.isSettled(workspace, sha256))
    return { ...entry, waitsFor: waitingReason(entry.state, areFilesSettled, standstill) }
  }
  return {
    listOutbox: () => {
      const workspace = deps.workspace()
      if (!workspace) return []
      const standstill = deps.standstill()
      return workspace.entries().map((entry) => complete(workspace, entry, standstill))
    },
    outboxDetail: ({ seq }) => {
      const workspace = own()
      const detail = found(workspace.detail(seq))
      const files = detail.blobs.map((sha256) => deps.files.stateOf(workspace, sha256))
      return { ...complete(workspace, detail, deps.standstill()), changes: detail.changes, files }
    },
    resubmit: ({ seq }) => {
      found(own().resubmit(seq) || null)
    },
    discardRefused: ({ seq }) => {
      found(own().discard(seq) || null)
    },
    restoreRefused: ({ seq }) => {
      found(own().restore(seq) || null, '这一条已不能取回：超过 30 天，或者同一内容已经重新填写')
    },
  }
}

function found<T>(value: T | null, message = NO_SUCH_ENTRY): T {
  if (value !== null) return value
  throw new FailureError('not-found', { message })
}
