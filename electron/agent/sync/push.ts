import { z } from 'zod'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { RECORD_SCHEMA_VERSION } from '../../../domain/records/records.ts'
import {
  type Mutation,
  PUSH_MUTATIONS_MAX,
  PushRefusal,
  type PushRequest,
  PushResponse,
  SYNC_PATHS,
} from '../../../domain/sync/sync-contract.ts'
import type { ServerHttp } from '../server-api.ts'
import type { LocalWorkspace } from '../storage/local-workspace.ts'

const PUSH_BYTES_MAX = 3 * 1024 * 1024
/** A server that keeps refusing after we started over is broken: stop instead of sending for ever. */
const STARTS_OVER_MAX = 2

export interface PushDeps {
  workspace: LocalWorkspace
  http: ServerHttp
  /** False while a file that this mutation names is still on its way. */
  isReady: (mutation: Mutation) => boolean
  signal: AbortSignal
}

/**
 * Sends what waits, oldest first, in numbered batches. A row counts as answered only when the server's answer names its number, so a lost answer costs one
 * repetition and nothing else. Stops before the first mutation whose files have not arrived.
 */
export async function push(deps: PushDeps): Promise<void> {
  const { workspace } = deps
  for (let startsOver = 0; ;) {
    const mutations = nextBatch(deps)
    const introducing = workspace.position().epoch === null
    if (mutations.length === 0 && !introducing) return
    const answer = await send(deps, mutations)
    if ('refusal' in answer) {
      startOver(workspace, answer)
      if (++startsOver > STARTS_OVER_MAX) throw new FailureError('server-answer-unusable')
      continue
    }
    take(workspace, mutations, answer)
  }
}

/** Tells the server which state of it we know; it refuses when it was restored meanwhile, and then everything it lost is offered again. */
export async function offerAgainAfterRestore(deps: PushDeps): Promise<void> {
  const answer = await send(deps, [])
  if ('refusal' in answer) startOver(deps.workspace, answer)
  else deps.workspace.startOver(answer.lastSeq + 1, answer.epoch)
}

function nextBatch({ workspace, isReady }: PushDeps): Mutation[] {
  const batch: Mutation[] = []
  let bytes = 0
  for (const mutation of workspace.outbox.mutations(PUSH_MUTATIONS_MAX)) {
    bytes += Buffer.byteLength(JSON.stringify(mutation))
    if ((bytes > PUSH_BYTES_MAX && batch.length > 0) || !isReady(mutation)) break
    batch.push(mutation)
  }
  return batch
}

async function send(
  { workspace, http, signal }: PushDeps,
  mutations: Mutation[],
): Promise<PushResponse | PushRefusal> {
  const position = workspace.position()
  const request: PushRequest = {
    clientId: workspace.clientId,
    epoch: position.epoch,
    recordSchema: RECORD_SCHEMA_VERSION,
    ackedCursor: position.cursor,
    mutations,
  }
  const lastSeq = mutations.at(-1)?.seq ?? 0
  workspace.outbox.countAttempt(lastSeq)
  workspace.setSending(lastSeq)
  try {
    const answer = z.union([PushResponse, PushRefusal])
    const { status, body } = await http.request({
      method: 'POST',
      path: SYNC_PATHS.push,
      body: request,
      answer,
      signal,
    })
    const expected = 'refusal' in body ? [409, 426] : [200]
    if (!expected.includes(status)) throw new FailureError('server-answer-unusable')
    return body
  } finally {
    workspace.setSending(0)
  }
}

function startOver(workspace: LocalWorkspace, { refusal, expected, epoch }: PushRefusal): void {
  switch (refusal) {
    case 'client-too-old':
      throw new FailureError('client-too-old', {
        message: '客户端版本过低，内容已保存在本机，请更新客户端后再同步',
      })
    case 'sequence-mismatch':
      throw new FailureError('conflict', {
        message: '本机的操作序号与服务器记录不符，可能曾用旧备份恢复过本机；内容都在本机，请联系维护人员处理',
      })
    case 'gap':
      workspace.startOver(expected ?? 1, null)
      return
    case 'epoch':
      workspace.startOver(expected ?? 1, epoch ?? null)
  }
}

function take(workspace: LocalWorkspace, sent: readonly Mutation[], answer: PushResponse): void {
  const numbers = new Set(sent.map(({ seq }) => seq))
  const results = answer.results.filter(({ seq }) => numbers.has(seq))
  if (sent.length > 0 && results.length === 0) throw new FailureError('server-answer-unusable')
  workspace.takeResults(answer.epoch, results)
}
