import { z } from 'zod'
import type { Session } from '../../../domain/accounts/accounts-contract.ts'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { sameValue } from '../../../domain/sync/merge.ts'
import type { PushRequest, syncAgentMethods, SyncStatus } from '../../../domain/sync/sync-contract.ts'
import type { AgentLog } from '../host.ts'
import type { ServerHttp } from '../server-api.ts'
import type { LocalWorkspace } from '../storage/local-workspace.ts'
import {
  type Connection,
  connectionAfter,
  NOT_TRIED,
  ONLINE,
  REVOKED,
  SIGNED_OUT,
  UNFORESEEN,
} from './connection.ts'
import { exchange, type Uploads } from './exchange.ts'
import { createNewsListener } from './news-listener.ts'
import { createSyncHandlers, type EntryFiles } from './sync-handlers.ts'
import { createSyncLoop, type SyncTimings } from './sync-loop.ts'
import type { UploadLimit } from './upload-limit.ts'

export interface SyncFiles extends Uploads, EntryFiles {
  isSettled(workspace: LocalWorkspace, sha256: string): boolean
  progress(workspace: LocalWorkspace): SyncStatus['uploading']
}

export interface SyncServiceDeps {
  http: ServerHttp
  uploads: SyncFiles
  uploadLimit: UploadLimit
  session: () => Session | null
  hasToken: () => boolean
  /** How this workstation presents itself to the organisation. */
  workstation: (clientId: string) => PushRequest['workstation']
  confirmSession: () => Promise<void>
  /** The workspace of whoever is signed in; null for nobody and for roles that have none. */
  workspace: () => LocalWorkspace | null
  /** What else is to be done with the server while it answers. */
  afterExchange: (workspace: LocalWorkspace) => Promise<void>
  onStatus: (status: SyncStatus) => void
  log: AgentLog
  timings?: SyncTimings
}

export interface SyncService {
  handlers: CapabilityHandlers<typeof syncAgentMethods>
  /** Something waits to be sent. */
  poke(): void
  /** Somebody else is signed in, or nobody: what is under way for the one before ends at once. */
  sessionChanged(): void
  /** Synchronises once; resolves when that is over, well or not. */
  run(): Promise<void>
  /** Announces the status soon, where it has changed; many changes at once are counted once. */
  refreshStatus(): void
  stop(): Promise<void>
}

/** Counting what waits takes longer the more there is: nobody sees the corner change more often than this. */
const STATUS_WITHIN_MS = 40

/** Whose round it is: requests carry the token of whoever is signed in now, so a round must not outlive its session. */
interface Turn {
  accountId: string | null
  ending: AbortController
  connection: Connection
}

export function createSyncService(deps: SyncServiceDeps): SyncService {
  const begin = (): Turn => ({
    accountId: deps.session()?.accountId ?? null,
    ending: new AbortController(),
    connection: NOT_TRIED,
  })
  let turn = begin()
  let announced: SyncStatus | null = null
  const status = () => statusOf(deps, turn.connection)
  const refreshStatus = () => {
    try {
      const current = status()
      if (announced && sameValue(announced, current)) return
      announced = current
      deps.onStatus(current)
    } catch (error) {
      // Mostly nobody waits here who could be told, and a disk that cannot be read just now must not end the program.
      deps.log.error('the status could not be told', { error: nameOf(error) })
    }
  }
  let refreshing: NodeJS.Timeout | null = null
  let stopped = false
  const refreshSoon = () => {
    if (stopped) return
    refreshing ??= setTimeout(() => {
      refreshing = null
      refreshStatus()
    }, STATUS_WITHIN_MS)
  }
  const lookAgain = () => {
    loop.poke()
  }
  const news = createNewsListener(deps.http, { news: lookAgain, ended: lookAgain })
  const loop = createSyncLoop(async (signal) => {
    const own = turn
    await attempt(deps, own, AbortSignal.any([signal, own.ending.signal]))
    const wentWell = own === turn && own.connection.connection === 'online'
    if (wentWell && deps.workspace()) news.listen()
    else news.stop()
    refreshStatus()
    const { retryAfterSeconds } = own.connection
    return wentWell || own !== turn || retryAfterSeconds === null ? wentWell : { retryAfterSeconds }
  }, deps.timings)
  return {
    handlers: createSyncHandlers({
      workspace: deps.workspace,
      hasSession: () => deps.session() !== null,
      files: deps.uploads,
      uploadLimit: deps.uploadLimit,
      status,
      standstill: () => ({
        connection: status().connection,
        outdated: turn.connection.outdated,
        hasToken: deps.hasToken(),
      }),
      run: loop.run,
    }),
    poke: loop.poke,
    sessionChanged: () => {
      news.stop()
      if ((deps.session()?.accountId ?? null) !== turn.accountId) {
        turn.ending.abort()
        turn = begin()
      }
      refreshStatus()
      void loop.run()
    },
    run: loop.run,
    refreshStatus: refreshSoon,
    stop: async () => {
      news.stop()
      // The database may be closed as soon as this is over.
      stopped = true
      if (refreshing) clearTimeout(refreshing)
      await loop.stop()
    },
  }
}

/** One try. Every failure ends here as words for the status; the loop decides when to try again. */
async function attempt(deps: SyncServiceDeps, turn: Turn, signal: AbortSignal): Promise<void> {
  try {
    const connection = await meetServer(deps, signal)
    if (!signal.aborted) turn.connection = connection
  } catch (error) {
    if (signal.aborted) return
    if (error instanceof FailureError) turn.connection = connectionAfter(error.failure)
    else {
      deps.log.error('synchronising failed', { error: nameOf(error) })
      turn.connection = { ...NOT_TRIED, message: UNFORESEEN }
    }
  }
}

async function meetServer(deps: SyncServiceDeps, signal: AbortSignal): Promise<Connection> {
  const session = deps.session()
  if (session && !deps.hasToken()) return SIGNED_OUT
  const workspace = deps.workspace()
  if (session) await deps.confirmSession()
  if (!workspace) {
    await deps.http.request({ method: 'GET', path: '/healthz', answer: Healthy, signal })
    return ONLINE
  }
  await exchange({
    workspace,
    http: deps.http,
    uploads: deps.uploads,
    workstation: () => deps.workstation(workspace.clientId),
    signal,
  })
  workspace.settleEqual()
  if (!signal.aborted) await deps.afterExchange(workspace)
  return ONLINE
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'unknown')

const Healthy = z.object({ status: z.literal('ok') })

function statusOf(deps: SyncServiceDeps, { connection, message }: Connection): SyncStatus {
  const workspace = deps.workspace()
  const position = workspace?.position()
  const isShutOut = position?.revokedAt != null && connection !== 'online'
  return {
    connection: isShutOut ? 'revoked' : connection,
    message: isShutOut ? REVOKED.message : message,
    ...(workspace?.counts() ?? { waiting: 0, refused: 0, conflicts: 0 }),
    uploading: workspace
      ? deps.uploads.progress(workspace)
      : { files: 0, sentBytes: 0, totalBytes: 0, remainingSeconds: null },
    reading: workspace?.reading() ?? null,
    lastConfirmedAt: position?.lastConfirmedAt ?? null,
  }
}
