import type { Mutation } from '../../domain/sync/sync-contract.ts'
import { PushRequest, PushResponse, SYNC_PATHS } from '../../domain/sync/sync-contract.ts'
import type { RecordType } from '../../domain/records/records.ts'
import type { Exchange } from '../support/fault-proxy.ts'
import type { Stage, User } from './rig.ts'
import { type Invariant, Violation } from './violation.ts'
import type { Workstation } from './workstation.ts'

/** One value that a workstation said it had saved. */
export interface Saved {
  station: number
  accountId: string
  clientId: string
  seq: number
  type: RecordType
  recordId: string
  field: string
  value: string
  /** Set once the workstation's own disk no longer answers for it. */
  atServer?: boolean
}

/** A draft that a workstation said it had saved: the newest content under its key. */
export interface SavedDraft {
  station: number
  accountId: string
  subject: string
  value: string
}

/** The model: everything that anybody was promised, and everything that went over the wire. */
export interface World {
  stage: Stage
  saved: Saved[]
  drafts: Map<string, SavedDraft>
  /** Contents seen under a client's number; more than one only after a disk was restored or cloned. */
  sent: Map<string, Mutation[]>
  /** The content that the server took under a client's number. */
  accepted: Map<string, Mutation>
  /** The server's answers in this life of its database. */
  answers: Map<string, string>
  /** Pushes that were answered in this life of its database, for sending them again. */
  answered: { path: string; body: string; accountId: string; atMs: number }[]
  tokens: Map<string, string>
  cursors: Map<string, { epoch: string | null; cursor: number }>
  decisions: { station: number; decisionId: number }[]
  hasBackup: boolean
  stationBackups: Set<number>
  /** Operators that the server has deleted. */
  deleted: Set<string>
  full: Set<number>
  /** Workstation and account that the server lets in no more. */
  shutOut: Set<string>
  /** Of this schedule, for making values that occur nowhere else. */
  made: number
  counts: Counts
  /** Set in callbacks, where nobody could catch it; thrown at the step's end. */
  violation: Violation | null
}

export interface Counts {
  operations: number
  exchanges: number
  kills: number
  restores: number
  /** What the server answered to mutations that it had not seen before. */
  results: Record<'applied' | 'merged' | 'conflict' | 'rejected', number>
  /** How often each promise was looked at. */
  checks: Partial<Record<Invariant, number>>
}

export const noCounts = (): Counts => ({
  operations: 0,
  exchanges: 0,
  kills: 0,
  restores: 0,
  results: { applied: 0, merged: 0, conflict: 0, rejected: 0 },
  checks: {},
})

/** Counts that this promise was looked at, so that a suite can tell “kept” from “never asked”. */
export function asked({ counts: { checks } }: World, ...invariants: Invariant[]): void {
  for (const invariant of invariants) checks[invariant] = (checks[invariant] ?? 0) + 1
}

export function createWorld(stage: Stage): World {
  const world: World = {
    stage,
    saved: [],
    drafts: new Map(),
    sent: new Map(),
    accepted: new Map(),
    answers: new Map(),
    answered: [],
    tokens: new Map(),
    cursors: new Map(),
    decisions: [],
    hasBackup: false,
    stationBackups: new Set(),
    deleted: new Set(),
    full: new Set(),
    shutOut: new Set(),
    made: 0,
    counts: noCounts(),
    violation: null,
  }
  for (const station of stage.stations) {
    station.proxy.onExchange = (exchange) => {
      try {
        observe(world, station, exchange)
      } catch (error) {
        if (!(error instanceof Violation)) throw error
        world.violation ??= error
      }
    }
  }
  return world
}

function observe(world: World, station: Workstation, exchange: Exchange): void {
  world.counts.exchanges += 1
  noteTokens(world)
  const { server } = world.stage
  if (exchange.status >= 500 && !server.process.isDead()) {
    throw new Violation(
      'I10',
      `the server answered ${exchange.status} to ${exchange.method} ${exchange.path} by itself`,
      {
        answer: exchange.answer.toString().slice(0, 400),
      },
    )
  }
  if (exchange.path !== SYNC_PATHS.push) return
  const request = PushRequest.safeParse(parseJson(exchange.request))
  if (!request.success) return
  const { clientId, mutations } = request.data
  const accountId = world.tokens.get(exchange.token ?? '') ?? 'unknown'
  const owner = accountOfClient(world, clientId)
  asked(world, 'I18')
  if (owner !== null && owner !== accountId) {
    throw new Violation('I18', 'rows of one account were sent under another', {
      station: station.index,
      clientId,
    })
  }
  for (const mutation of mutations) noteSent(world, clientId, mutation)
  const response = PushResponse.safeParse(parseJson(exchange.answer))
  if (exchange.status !== 200 || !response.success || server.process.isDead()) return
  world.answered.push({
    path: exchange.path,
    body: exchange.request.toString(),
    accountId,
    atMs: world.stage.clock.now.getTime(),
  })
  for (const result of response.data.results) {
    const key = `${clientId}:${result.seq}`
    const answer = JSON.stringify(result)
    const before = world.answers.get(key)
    const taken = mutations.find(({ seq }) => seq === result.seq)
    if (taken) world.accepted.set(key, taken)
    if (before !== undefined) asked(world, 'I4')
    if (before !== undefined && before !== answer) {
      throw new Violation('I4', 'a repeated mutation was answered differently', { key, before, answer })
    }
    if (before === undefined) world.counts.results[result.status] += 1
    world.answers.set(key, answer)
  }
}

function noteSent(world: World, clientId: string, mutation: Mutation): void {
  const key = `${clientId}:${mutation.seq}`
  const known = world.sent.get(key) ?? []
  const text = JSON.stringify(mutation)
  if (known.some((other) => JSON.stringify(other) === text)) return
  world.sent.set(key, [...known, mutation])
}

const owners = new WeakMap<World, Map<string, string>>()

function accountOfClient(world: World, clientId: string): string | null {
  const known = owners.get(world) ?? new Map<string, string>()
  owners.set(world, known)
  const found = known.get(clientId)
  if (found !== undefined) return found
  for (const station of world.stage.stations) {
    if (station.working === null || station.process.isDead()) continue
    for (const { client_id, account_id } of workspacesOf(station)) known.set(client_id, account_id)
  }
  return known.get(clientId) ?? null
}

/** Tokens as the key stores hold them; once seen they are remembered, for requests that come late. */
export function noteTokens(world: World): void {
  for (const { secrets } of world.stage.stations) {
    for (const [name, value] of secrets) {
      if (name.startsWith('token-')) world.tokens.set(value, name.slice('token-'.length))
    }
  }
}

export interface WorkspaceRow {
  id: number
  account_id: string
  organisation_id: string
  client_id: string
  epoch: string | null
  cursor: number
  last_seq: number
  revoked_at: string | null
  snapshot_head: number | null
}

export function workspacesOf(station: Workstation): WorkspaceRow[] {
  // Safe: the columns of the table.
  return station.look().prepare('SELECT * FROM workspace').all() as WorkspaceRow[]
}

export function userOf(world: World, accountId: string): User | null {
  return world.stage.users.find((user) => user.accountId === accountId) ?? null
}

export function parseJson(bytes: Buffer | string): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
