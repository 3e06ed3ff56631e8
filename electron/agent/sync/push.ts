import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { RECORD_SCHEMA_VERSION } from '../../../domain/records/records.ts'
import {
  PUSH_MUTATIONS_MAX,
  PushRefusal,
  type PushRequest,
  PushResponse,
  SYNC_PATHS,
} from '../../../domain/sync/sync-contract.ts'
import type { PackedJson, ServerHttp } from '../server-api.ts'
import type { LocalWorkspace } from '../storage/local-workspace.ts'
import type { OutgoingMutation } from '../storage/outbox-rows.ts'
import { ahead } from './ahead.ts'

/** The server reads 4 MB unpacked; the rest is for what stands around the mutations. */
const PUSH_BYTES_MAX = 4 * 1024 * 1024 - 4096
/** A server that keeps refusing after we started over is broken: stop instead of sending for ever. Another copy of this disk may be ahead of us a few times. */
const STARTS_OVER_MAX = 5
/** One transaction of answers keeps the event loop for some milliseconds only. */
const ANSWERS_AT_ONCE = 100
/** So many turns of the event loop axios and the socket need to write a request of a few hundred kilobytes. */
const TURNS_TO_LEAVE = 4

export interface PushDeps {
  workspace: LocalWorkspace
  http: ServerHttp
  /** False while a file that this mutation names is still on its way. */
  isReady: (mutation: Pick<OutgoingMutation, 'blobs'>) => boolean
  /** How this workstation presents itself; unknown before it has a name. */
  workstation?: (() => PushRequest['workstation']) | undefined
  signal: AbortSignal
}

/**
 * Sends what waits, oldest first, in numbered batches. A row counts as answered only when the server's answer names its number, so a lost answer costs one
 * repetition and nothing else. Stops before the first mutation whose files have not arrived. A workstation that was shut out asks without content until it is let in.
 */
export async function push(deps: PushDeps): Promise<void> {
  const { workspace } = deps
  let underway: Batch | null = null
  for (let startsOver = 0; ;) {
    const sent: Batch | null = underway ?? begin(deps)
    underway = null
    if (!sent) return
    // Read and packed while the server is still at work, so that it never waits for the next batch.
    const behind = sent.lastSeq > 0 ? prepareBehind(deps, sent.lastSeq) : null
    const answer: PushResponse | PushRefusal = await sent.answer
    if ('refusal' in answer) {
      startOver(workspace, answer)
      if (++startsOver > STARTS_OVER_MAX) throw new FailureError('server-answer-unusable')
      continue
    }
    // It travels while this one's answers are written down. A kill in between repeats both, which their numbers make harmless.
    if (behind && isWhole(sent, answer)) {
      underway = dispatch(deps, behind)
      await letItLeave()
    }
    await take(workspace, sent.mutations, answer)
  }
}

/** A batch of mutations with numbers without a gap, and the request that carries it. */
interface Prepared {
  mutations: readonly OutgoingMutation[]
  /** 0 for a request that only asks. */
  lastSeq: number
  content: Promise<PackedJson>
}

interface Batch extends Prepared {
  answer: Promise<PushResponse | PushRefusal>
}

/** null when there is nothing to send and nothing to ask. */
function begin(deps: PushDeps): Batch | null {
  const { epoch, revokedAt } = deps.workspace.position()
  const onlyAsks = revokedAt !== null
  const mutations = onlyAsks ? [] : nextBatch(deps, 0)
  if (mutations.length === 0 && epoch !== null && !onlyAsks) return null
  return dispatch(deps, prepare(deps, mutations))
}

function prepareBehind(deps: PushDeps, afterSeq: number): Prepared | null {
  const mutations = nextBatch(deps, afterSeq)
  return mutations.length > 0 ? prepare(deps, mutations) : null
}

function prepare(deps: PushDeps, mutations: readonly OutgoingMutation[]): Prepared {
  const content = ahead(deps.http.pack(requestJson(deps, mutations)))
  return { mutations, lastSeq: mutations.at(-1)?.seq ?? 0, content }
}

function dispatch(deps: PushDeps, prepared: Prepared): Batch {
  return { ...prepared, answer: ahead(send(deps, prepared)) }
}

/** Otherwise the transactions of the answers keep the bytes here, and the server waits for them. */
async function letItLeave(): Promise<void> {
  for (let turn = 0; turn < TURNS_TO_LEAVE; turn += 1) await nextTurn()
}

function isWhole({ mutations, lastSeq }: Batch, answer: PushResponse): boolean {
  return answer.results.length >= mutations.length && answer.lastSeq >= lastSeq
}

/** Tells the server which state of it we know; it refuses when it was restored meanwhile, and then everything it lost is offered again. */
export async function offerAgainAfterRestore(deps: PushDeps): Promise<void> {
  const answer = await send(deps, prepare(deps, []))
  if ('refusal' in answer) startOver(deps.workspace, answer)
  else deps.workspace.startOver(answer.lastSeq + 1, answer.epoch)
}

/** Numbers without a gap: what was answered in between is not sent again. */
function nextBatch({ workspace, isReady }: PushDeps, afterSeq: number): OutgoingMutation[] {
  const batch: OutgoingMutation[] = []
  let bytes = 0
  for (const mutation of workspace.outbox.outgoing(PUSH_MUTATIONS_MAX, afterSeq)) {
    bytes += Buffer.byteLength(mutation.json) + 1
    const last = batch.at(-1)
    if (last && (bytes > PUSH_BYTES_MAX || mutation.seq !== last.seq + 1)) break
    if (!isReady(mutation)) break
    batch.push(mutation)
  }
  return batch
}

async function send(
  { workspace, http, signal }: PushDeps,
  { mutations, lastSeq, content }: Prepared,
): Promise<PushResponse | PushRefusal> {
  const from = mutations[0]?.seq ?? 0
  workspace.setSending(lastSeq)
  try {
    const answer = z.union([PushResponse, PushRefusal])
    const { status, body } = await http.request({
      method: 'POST',
      path: SYNC_PATHS.push,
      packed: await content,
      answer,
      signal,
    })
    const expected = 'refusal' in body ? [409, 426] : [200]
    if (!expected.includes(status)) throw new FailureError('server-answer-unusable')
    if (!('refusal' in body)) workspace.setRevoked(false)
    return body
  } catch (error) {
    workspace.countAttempt(from, lastSeq)
    if (error instanceof FailureError && error.failure.code === 'workstation-revoked') {
      workspace.setRevoked(true)
    }
    throw error
  } finally {
    workspace.setSending(0)
  }
}

/** The mutations' own JSON is put in as it is stored. */
function requestJson({ workspace, workstation }: PushDeps, mutations: readonly OutgoingMutation[]): string {
  const { epoch, cursor, ackedSeq } = workspace.position()
  const named = workstation?.()
  const head: Omit<PushRequest, 'mutations'> = {
    clientId: workspace.clientId,
    epoch,
    recordSchema: RECORD_SCHEMA_VERSION,
    ackedCursor: cursor,
    ackedSeq,
    ...(named ? { workstation: named } : {}),
  }
  return `${JSON.stringify(head).slice(0, -1)},"mutations":[${mutations.map(({ json }) => json).join(',')}]}`
}

function startOver(workspace: LocalWorkspace, { refusal, expected, mismatchFrom, epoch }: PushRefusal): void {
  switch (refusal) {
    case 'client-too-old':
      throw new FailureError('client-too-old', {
        message: '客户端版本过低，内容已保存在本机，请更新客户端后再同步',
      })
    case 'sequence-mismatch':
      if (mismatchFrom !== undefined && expected !== undefined) {
        workspace.renumber(mismatchFrom, expected)
        return
      }
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

async function take(
  workspace: LocalWorkspace,
  sent: readonly OutgoingMutation[],
  answer: PushResponse,
): Promise<void> {
  const numbers = new Set(sent.map(({ seq }) => seq))
  const results = answer.results.filter(({ seq }) => numbers.has(seq))
  if (sent.length > 0 && results.length === 0) throw new FailureError('server-answer-unusable')
  for (let start = 0; start === 0 || start < results.length; start += ANSWERS_AT_ONCE) {
    workspace.takeResults(answer.epoch, results.slice(start, start + ANSWERS_AT_ONCE), answer.lastSeq)
    await nextTurn()
  }
}
