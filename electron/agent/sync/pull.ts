import { FailureError } from '../../../domain/contracts/failure.ts'
import { RECORD_SCHEMAS } from '../../../domain/records/records.ts'
import {
  PULL_RECORDS_MAX,
  PullResponse,
  SYNC_PATHS,
  type RecordChange,
} from '../../../domain/sync/sync-contract.ts'
import type { ServerHttp } from '../server-api.ts'
import type { LocalWorkspace } from '../storage/local-workspace.ts'

/**
 * Reads the feed from the cursor to its end; each page and its cursor are kept together or not at all. Answers `restored` when the server is no longer the
 * one we know: nothing of that page is taken then.
 */
export async function pull(
  workspace: LocalWorkspace,
  http: ServerHttp,
  signal: AbortSignal,
): Promise<'complete' | 'restored'> {
  for (;;) {
    const { epoch, cursor } = workspace.position()
    const { status, body: page } = await http.request({
      method: 'GET',
      path: `${SYNC_PATHS.pull}?cursor=${cursor}&limit=${PULL_RECORDS_MAX}`,
      answer: PullResponse,
      signal,
    })
    if (status !== 200) throw new FailureError('server-answer-unusable')
    if (epoch !== null && page.epoch !== epoch) return 'restored'
    for (const change of page.changes) checkBody(change)
    workspace.takePage(page.epoch, page.cursor, page.changes)
    if (!page.more) return 'complete'
  }
}

/** Everything behind this point relies on bodies of the known shape; fields that a newer server added are kept as they are. */
function checkBody({ type, body }: RecordChange): void {
  if (body === null || RECORD_SCHEMAS[type].safeParse(body).success) return
  throw new FailureError('client-too-old', { message: '服务器上有本版本读不懂的记录，请更新客户端后再同步' })
}
