import type { Fields } from '../../domain/sync/merge.ts'
import { Violation } from './violation.ts'
import { asked, parseJson, type Saved, type WorkspaceRow, workspacesOf, type World } from './world.ts'
import type { Workstation } from './workstation.ts'

const SYNCHRONOUS_FULL = 2
/** So long an exchange waits for its files; a busy machine may need longer, and then they go on by themselves. */
const UPLOAD_PATIENCE_MS = 2000

interface OutboxRow {
  seq: number
  state: 'pending' | 'acked' | 'parked' | 'discarded'
  record_type: string | null
  record_id: string
  set_fields: string
  patch: string | null
  /** Set for what came from another workstation's file or was numbered anew. */
  origin_client: string | null
  answered_at: string | null
  blobs: string
}

export interface LocalRecord {
  type: string
  id: string
  base_rev: number
  base_body: string | null
  body: string | null
  deleted: number
}

export function outboxOf(station: Workstation, workspaceId: number): OutboxRow[] {
  return (
    station
      .look()
      .prepare(
        'SELECT seq, state, record_type, record_id, set_fields, patch, origin_client, answered_at, blobs FROM outbox WHERE workspace_id = ? ORDER BY seq',
      )
      // Safe: the columns of the query.
      .all(workspaceId) as OutboxRow[]
  )
}

export function recordsOf(station: Workstation, workspaceId: number): LocalRecord[] {
  return (
    station
      .look()
      .prepare('SELECT type, id, base_rev, base_body, body, deleted FROM record WHERE workspace_id = ?')
      // Safe: the columns of the query.
      .all(workspaceId) as LocalRecord[]
  )
}

/** What must hold at every moment. */
export async function checkAfterStep(world: World): Promise<void> {
  for (const station of world.stage.stations) {
    for (const workspace of workspacesOf(station)) {
      asked(world, 'I2', 'I8')
      checkConsistent(world, station, workspace)
      checkOwnWrites(world, station, workspace)
    }
    await checkDrafts(world, station)
    if (station.log.length > 0 && !world.full.has(station.index)) {
      throw new Violation('I10', 'the agent logged an unforeseen error', { log: station.log.slice(-3) })
    }
    station.log.length = 0
  }
}

/**
 * I2: numbers without gaps up to the last one taken, and a body for every change that is on its way. Where another copy of this disk was faster, the server holds the
 * missing numbers, and ours are given anew when the next push says so.
 */
function checkConsistent(world: World, station: Workstation, workspace: WorkspaceRow): void {
  const isElsewhere = (seq: number) => world.accepted.has(`${workspace.client_id}:${seq}`)
  const rows = outboxOf(station, workspace.id)
  const bodies = new Map(recordsOf(station, workspace.id).map((row) => [`${row.type} ${row.id}`, row.body]))
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1]
    const missing = next
      ? Array.from({ length: next.seq - row.seq - 1 }, (_, index) => row.seq + 1 + index)
      : []
    if (row.state === 'pending' && next && !missing.every(isElsewhere)) {
      throw new Violation('I2', 'a number of the outbox is missing', { after: row.seq, next: next.seq })
    }
    if (row.state !== 'pending' || row.patch === null || row.record_type === null) continue
    // What another workstation handed over may be of a record that has not been read here yet; what a restored server is reminded of, of one that is deleted by now.
    if (
      row.origin_client === null &&
      row.answered_at === null &&
      !bodies.get(`${row.record_type} ${row.record_id}`)
    ) {
      throw new Violation('I2', 'a waiting change has no record', { seq: row.seq, type: row.record_type })
    }
  }
  const last = rows.at(-1)
  if (last && last.seq > workspace.last_seq) {
    throw new Violation('I2', 'the outbox holds a number that was not taken', { last: last.seq })
  }
}

/**
 * I8: what was typed last and is not answered is what is shown. What a restored server is only reminded of was answered once, and what came since then
 * from others may stand before it.
 */
function checkOwnWrites(world: World, station: Workstation, workspace: WorkspaceRow): void {
  const pending = outboxOf(station, workspace.id).filter(
    ({ state, answered_at }) => state === 'pending' && answered_at === null,
  )
  if (pending.length === 0) return
  const bodies = new Map(recordsOf(station, workspace.id).map((row) => [`${row.type} ${row.id}`, row.body]))
  const newest = new Map<string, { value: unknown; seq: number; body: Fields | null }>()
  for (const row of pending) {
    if (row.patch === null || row.record_type === null) continue
    const key = `${row.record_type} ${row.record_id}`
    // Safe: bodies and sets are JSON objects.
    const body = parseJson(bodies.get(key) ?? 'null') as Fields | null
    // Safe: as above.
    for (const [field, value] of Object.entries(parseJson(row.set_fields) as Fields)) {
      newest.set(`${key} ${field}`, { value, seq: row.seq, body })
    }
  }
  for (const [key, { value, seq, body }] of newest) {
    const field = key.split(' ').at(-1) ?? ''
    if (!body || !(field in body) || Array.isArray(value)) continue
    if (JSON.stringify(body[field]) !== JSON.stringify(value)) {
      throw new Violation('I8', 'a waiting change is not shown', {
        station: station.index,
        key,
        seq,
        value,
        shown: body[field],
      })
    }
  }
}

async function checkDrafts(world: World, station: Workstation): Promise<void> {
  const { working } = station
  const own = [...world.drafts.values()].filter((draft) => draft.station === station.index)
  if (!working || own.length === 0) return
  const accountId = (await working.ask.accounts.current())?.accountId ?? ''
  for (const { subject, value } of own.filter((draft) => draft.accountId === accountId)) {
    const draft = await working.ask.drafts.open({ form: 'operator', subject })
    if (draft?.content['name'] !== value) {
      throw new Violation('I1', 'a draft that was saved is not there', { subject, value })
    }
  }
}

/** I1: what was promised before the program ended is there when it begins again, on a disk that is told to keep it. */
export function checkRestarted(world: World, station: Workstation): void {
  asked(world, 'I1')
  const db = station.look()
  if (db.pragma('synchronous', { simple: true }) !== SYNCHRONOUS_FULL) {
    throw new Violation('I1', 'the database does not write through to the disk', { station: station.index })
  }
  for (const saved of world.saved.filter((each) => each.station === station.index)) {
    if (!saved.atServer && !isInOutbox(station, saved)) {
      throw new Violation('I1', 'a save that was reported is gone after a restart', { ...saved })
    }
  }
}

/** By content: numbers change where a disk was put back or cloned. */
export function isInOutbox(station: Workstation, { recordId, value }: Saved): boolean {
  const rows = station
    .look()
    .prepare('SELECT set_fields FROM outbox WHERE record_id = ?')
    .pluck()
    .all(recordId)
  return rows.some((text) => typeof text === 'string' && text.includes(JSON.stringify(value)))
}

/** After an older disk was put in: the promises that now rest with the server alone stay, those that rested with the lost disk go. */
export async function forgetWhatTheDiskLost(world: World, station: Workstation): Promise<void> {
  const kept: Saved[] = []
  for (const saved of world.saved) {
    if (saved.station !== station.index) {
      kept.push(saved)
      continue
    }
    const atServer = await isAtServer(world, saved)
    if (atServer || isInOutbox(station, saved)) kept.push({ ...saved, atServer })
  }
  world.saved = kept
  for (const [key, draft] of world.drafts) if (draft.station === station.index) world.drafts.delete(key)
  world.decisions = world.decisions.filter((decision) => decision.station !== station.index)
  world.cursors.clear()
}

/** After the server went back to a backup: what had rested with it alone since somebody's disk was lost, and is not in the backup, nobody has any more. */
export async function forgetWhatTheServerLost(world: World): Promise<void> {
  const kept: Saved[] = []
  for (const saved of world.saved) {
    const isElsewhere = () => world.stage.stations.some((station) => isInOutbox(station, saved))
    if (!saved.atServer || (await isAtServer(world, saved)) || isElsewhere()) kept.push(saved)
  }
  world.saved = kept
}

async function isAtServer({ stage: { server } }: World, saved: Saved): Promise<boolean> {
  const versions = await server.db
    .selectFrom('version')
    .select('body')
    .where('record_id', '=', saved.recordId)
    .execute()
  return versions.some(({ body }) => body.includes(JSON.stringify(saved.value)))
}

/** I9 after every exchange, I10 and I11 after one that nothing disturbed. */
export async function checkAfterSync(
  world: World,
  station: Workstation,
  { clean, connection, tookMs }: { clean: boolean; connection: string; tookMs: number },
): Promise<void> {
  const accountId = (await station.working?.ask.accounts.current())?.accountId
  const workspace = workspacesOf(station).find(({ account_id }) => account_id === accountId)
  if (!workspace) return
  await checkCursor(world, station, workspace)
  asked(world, 'I9')
  if (!clean || connection !== 'online' || world.full.has(station.index)) return
  const left = outboxOf(station, workspace.id).filter(({ state }) => state === 'pending')
  const parked = outboxOf(station, workspace.id).some(({ state }) => state === 'parked')
  asked(world, parked ? 'I11' : 'I10')
  if (left.length === 0) return
  // Whether it did go on by itself is asked in the calm at the end.
  if (left[0]?.blobs !== '[]' && tookMs >= UPLOAD_PATIENCE_MS) return
  throw new Violation(parked ? 'I11' : 'I10', 'an undisturbed exchange left something waiting', {
    station: station.index,
    seqs: left.map(({ seq }) => seq),
  })
}

async function checkCursor(world: World, station: Workstation, workspace: WorkspaceRow): Promise<void> {
  const { server } = world.stage
  const { epoch, cursor } = workspace
  const key = `${station.index} ${workspace.client_id}`
  const before = world.cursors.get(key)
  world.cursors.set(key, { epoch, cursor })
  if (workspace.snapshot_head !== null || epoch !== server.epoch) return
  if (before?.epoch === epoch && before.cursor > cursor) {
    throw new Violation('I9', 'the cursor went back', { before: before.cursor, now: cursor })
  }
  const delivered = await server.db
    .selectFrom('record')
    .select(['type', 'id', 'rev', 'deleted'])
    .where('organisation_id', '=', workspace.organisation_id)
    .where('change_seq', '<=', cursor)
    .execute()
  const local = new Map(recordsOf(station, workspace.id).map((row) => [`${row.type} ${row.id}`, row]))
  for (const { type, id, rev, deleted } of delivered) {
    const row = local.get(`${type} ${id}`)
    if (deleted === 1 ? row && row.deleted === 0 : row?.base_rev !== rev) {
      throw new Violation('I9', 'a row below the cursor was never delivered', {
        type,
        rev,
        known: row?.base_rev,
        cursor,
      })
    }
  }
}
