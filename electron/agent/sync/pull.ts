import { setImmediate as nextTurn } from 'node:timers/promises'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { RECORD_SCHEMAS, type RecordType } from '../../../domain/records/records.ts'
import { PullResponse, SYNC_PATHS, type RecordChange } from '../../../domain/sync/sync-contract.ts'
import type { ServerHttp } from '../server-api.ts'
import type { LocalWorkspace } from '../storage/local-workspace.ts'
import type { SyncPosition } from '../storage/workspace-position.ts'
import { ahead } from './ahead.ts'

/** Reading a page of this size as JSON keeps the event loop for some milliseconds only. */
const PAGE_RECORDS = 200
/** The same for one transaction. */
const SLICE_RECORDS = 50
/** Less than this is there before anybody has looked. */
const WORTH_SHOWING = 1000
/** Whoever shows records is told no more often than this while many come in. */
const ANNOUNCE_EVERY_MS = 300
/** The horizon cannot pass a snapshot that often while one is read. */
const SNAPSHOTS_MAX = 3

/**
 * Reads the feed from the cursor to its end, in slices that are kept together with their cursor or not at all. Answers `restored` when the server is no longer the
 * one we know: nothing of that page is taken then.
 */
export async function pull(
  workspace: LocalWorkspace,
  http: ServerHttp,
  signal: AbortSignal,
): Promise<'complete' | 'restored'> {
  const from = workspace.position().cursor
  const types = new Set<RecordType>()
  let announcedMs = performance.now()
  let snapshots = 0
  let place: Place = workspace.position()
  let coming = ahead(readPage(workspace, http, signal, place))
  try {
    for (;;) {
      const page = await coming
      if (page === 'restored') return 'restored'
      if (page.reset) {
        if (++snapshots > SNAPSHOTS_MAX) throw new FailureError('server-answer-unusable')
        workspace.beginSnapshot()
        place = workspace.position()
        coming = ahead(readPage(workspace, http, signal, place))
        continue
      }
      place = placeBehind(place, page)
      // The next page travels while this one is taken.
      if (page.more) coming = ahead(readPage(workspace, http, signal, place))
      await takePage(workspace, page, types)
      showProgress(workspace, from, page)
      if (!page.more) break
      if (performance.now() - announcedMs < ANNOUNCE_EVERY_MS) continue
      workspace.announce(types)
      types.clear()
      announcedMs = performance.now()
    }
    while (!workspace.endSnapshot()) await nextTurn()
    return 'complete'
  } finally {
    if (workspace.reading() !== null) workspace.setReading(null)
    workspace.announce(types)
  }
}

type Place = Pick<SyncPosition, 'epoch' | 'cursor' | 'snapshotHead'>

/** Where the workspace will stand when it has taken the page. */
function placeBehind(place: Place, { epoch, cursor, head }: PullResponse): Place {
  return { epoch, cursor, snapshotHead: place.cursor === 0 ? (head ?? 0) : place.snapshotHead }
}

async function readPage(
  workspace: LocalWorkspace,
  http: ServerHttp,
  signal: AbortSignal,
  { epoch, cursor, snapshotHead }: Place,
): Promise<PullResponse | 'restored'> {
  const query = new URLSearchParams({
    cursor: String(cursor),
    limit: String(PAGE_RECORDS),
    client: workspace.clientId,
  })
  if (cursor > 0 && snapshotHead !== null) query.set('snapshot', String(snapshotHead))
  const { status, body } = await http.request({
    method: 'GET',
    path: `${SYNC_PATHS.pull}?${query.toString()}`,
    answer: PullResponse,
    signal,
  })
  if (status !== 200) throw new FailureError('server-answer-unusable')
  return epoch !== null && body.epoch !== epoch ? 'restored' : body
}

async function takePage(
  workspace: LocalWorkspace,
  page: PullResponse,
  types: Set<RecordType>,
): Promise<void> {
  const { epoch, changes, head } = page
  if (changes.length === 0) workspace.takeSlice({ epoch, cursor: page.cursor, changes, head })
  for (let start = 0; start < changes.length; start += SLICE_RECORDS) {
    const slice = changes.slice(start, start + SLICE_RECORDS)
    for (const change of slice) {
      checkBody(change)
      types.add(change.type)
    }
    const isLast = start + SLICE_RECORDS >= changes.length
    const cursor = isLast ? page.cursor : (slice.at(-1)?.changeSeq ?? page.cursor)
    workspace.takeSlice({ epoch, cursor, changes: slice, head })
    await nextTurn()
  }
}

function showProgress(workspace: LocalWorkspace, from: number, { cursor, head }: PullResponse): void {
  if (head === undefined || head - from < WORTH_SHOWING) return
  workspace.setReading({ done: Math.max(0, cursor - from), total: head - from })
}

/** Everything behind this point relies on bodies of the known shape; fields that a newer server added are kept as they are. */
function checkBody({ type, body }: RecordChange): void {
  if (body === null || RECORD_SCHEMAS[type].safeParse(body).success) return
  throw new FailureError('client-too-old', { message: '服务器上有本版本读不懂的记录，请更新客户端后再同步' })
}
