import type { Session } from '../../../domain/accounts/accounts-contract.ts'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { sameValue } from '../../../domain/sync/merge.ts'
import type { syncAgentMethods, SyncStatus } from '../../../domain/sync/sync-contract.ts'
import type { AgentLog } from '../host.ts'
import type { ServerHttp } from '../server-api.ts'
import type { LocalWorkspace } from '../storage/local-workspace.ts'
import { exchange, type Uploads } from './exchange.ts'
import { createNewsListener } from './news-listener.ts'
import { createSyncLoop, type SyncTimings } from './sync-loop.ts'

export interface SyncServiceDeps {
  http: ServerHttp
  uploads: Uploads
  session: () => Session | null
  hasToken: () => boolean
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
  /** Somebody else is signed in, or nobody. */
  sessionChanged(): void
  /** Synchronises once; resolves when that is over, well or not. */
  run(): Promise<void>
  /** Announces the status where it has changed. */
  refreshStatus(): void
  stop(): Promise<void>
}

const SIGNED_OUT = '登录已失效或尚未联网登录，内容都保存在本机；重新登录后继续同步'
const OFFLINE = '连不上服务器，内容都保存在本机，恢复连接后自动同步'

export function createSyncService(deps: SyncServiceDeps): SyncService {
  const state: Pick<SyncStatus, 'connection' | 'message'> = { connection: 'unknown', message: null }
  let announced: SyncStatus | null = null
  const refreshStatus = () => {
    const status = statusOf(deps, state)
    if (announced && sameValue(announced, status)) return
    announced = status
    deps.onStatus(status)
  }
  const lookAgain = () => {
    loop.poke()
  }
  const news = createNewsListener(deps.http, { news: lookAgain, ended: lookAgain })
  const loop = createSyncLoop(async (signal) => {
    const wentWell = await attempt(deps, state, signal)
    if (wentWell && deps.workspace()) news.listen()
    else news.stop()
    refreshStatus()
    return wentWell
  }, deps.timings)
  return {
    handlers: createHandlers(deps, () => statusOf(deps, state), loop.run),
    poke: loop.poke,
    sessionChanged: () => {
      news.stop()
      refreshStatus()
      loop.poke()
    },
    run: loop.run,
    refreshStatus,
    stop: async () => {
      news.stop()
      await loop.stop()
    },
  }
}

type Connection = Pick<SyncStatus, 'connection' | 'message'>

/** One try. Every failure ends here as words for the status; the loop decides when to try again. */
async function attempt(deps: SyncServiceDeps, state: Connection, signal: AbortSignal): Promise<boolean> {
  try {
    Object.assign(state, await meetServer(deps, signal))
    return state.connection === 'online'
  } catch (error) {
    if (signal.aborted) return false
    if (error instanceof FailureError) Object.assign(state, connectionAfter(error))
    else {
      deps.log.error('synchronising failed', { error: error instanceof Error ? error.name : 'unknown' })
      state.message = '同步时出现意外错误，内容都保存在本机，稍后自动重试'
    }
    return false
  }
}

async function meetServer(deps: SyncServiceDeps, signal: AbortSignal): Promise<Connection> {
  const session = deps.session()
  if (session && !deps.hasToken()) return { connection: 'signed-out', message: SIGNED_OUT }
  const workspace = deps.workspace()
  if (session) await deps.confirmSession()
  if (workspace) {
    await exchange({ workspace, http: deps.http, uploads: deps.uploads, signal })
    await deps.afterExchange(workspace)
  } else {
    await deps.http.measure()
  }
  return { connection: 'online', message: null }
}

function connectionAfter({ failure }: FailureError): Connection {
  switch (failure.code) {
    case 'not-signed-in':
      return { connection: 'signed-out', message: SIGNED_OUT }
    case 'not-allowed':
      return {
        connection: 'signed-out',
        message: failure.message ?? '服务器已停用本工作站的同步，请联系管理员',
      }
    case 'server-unreachable':
      return { connection: 'offline', message: OFFLINE }
    case 'server-answer-unusable':
      return { connection: 'offline', message: failure.message ?? OFFLINE }
    default:
      return { connection: 'online', message: failure.message ?? '服务器暂时不能同步，稍后自动重试' }
  }
}

function statusOf(deps: SyncServiceDeps, state: Connection): SyncStatus {
  const workspace = deps.workspace()
  return {
    ...state,
    ...(workspace?.counts() ?? { waiting: 0, refused: 0, conflicts: 0 }),
    uploading: workspace ? deps.uploads.progress(workspace) : { files: 0, sentBytes: 0, totalBytes: 0 },
    lastConfirmedAt: workspace?.position().lastConfirmedAt ?? null,
  }
}

function createHandlers(
  deps: SyncServiceDeps,
  status: () => SyncStatus,
  run: () => Promise<void>,
): SyncService['handlers'] {
  return {
    status,
    run: async () => {
      await run()
      return status()
    },
    listOutbox: () => deps.workspace()?.entries() ?? [],
    discardRefused: ({ seq }) => {
      if (!deps.workspace()?.discard(seq)) {
        throw new FailureError('not-found', { message: '这一条已不在待处理之列，请刷新后再看' })
      }
    },
  }
}
