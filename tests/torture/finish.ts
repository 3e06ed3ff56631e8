import { createHash } from 'node:crypto'
import { type Fields, sameValue } from '../../domain/sync/merge.ts'
import { type Mutation, PushResponse } from '../../domain/sync/sync-contract.ts'
import { type LocalRecord, outboxOf, recordsOf } from './checks.ts'
import { agrees, foldOne } from './fold.ts'
import { Violation } from './violation.ts'
import {
  asked,
  noteTokens,
  parseJson,
  type Saved,
  userOf,
  type WorkspaceRow,
  workspacesOf,
  type World,
} from './world.ts'
import type { Workstation } from './workstation.ts'

const ROUNDS_MAX = 6
/** A starved machine needs several rounds for one file, which an exchange awaits for two seconds only. */
const CALM_AT_LEAST_MS = 120_000
/** Answers that are on the workstation's disk may be forgotten after thirty days. */
const ANSWERS_KEPT_MS = 29 * 24 * 3_600_000
const IDLE_BYTES_MAX = 2048
const IDLE_REQUESTS_MAX = 3

/** The network is whole again and everybody synchronises until it is quiet; then everything that was promised is counted. */
export async function finish(world: World): Promise<void> {
  const { stations, server } = world.stage
  for (const station of stations) {
    station.skewMs = 0
    station.look().pragma('max_page_count = 1073741823')
    world.full.delete(station.index)
    station.proxy.open = true
    await station.proxy.deliverLate()
  }
  throwNoted(world)
  await untilQuiet(world)
  throwNoted(world)
  asked(world, 'I3', 'I4', 'I5', 'I6', 'I7', 'I10', 'I15', 'I18', 'I20')
  if (world.counts.restores > 0) asked(world, 'I13')
  const versions = await readVersions(world)
  for (const station of stations) {
    for (const workspace of openWorkspacesOf(world, station))
      await checkConvergence(world, station, workspace)
  }
  checkNothingVanished(world, versions)
  checkOnceEach(world, versions)
  checkFold(world, versions)
  await checkBlobs(world)
  checkNoTokens(world)
  await checkIdle(world)
  await checkReplay(world, versions.length)
  if (server.process.isDead()) throw new Error('the server died in the calm')
}

function throwNoted(world: World): void {
  if (world.violation) throw world.violation
}

/** I10: everybody's queue empties, whoever has to sign in again for that. */
async function untilQuiet(world: World): Promise<void> {
  const { stations } = world.stage
  const startedMs = performance.now()
  for (let round = 1; ; round += 1) {
    for (const station of stations) await everybodySynchronises(world, station)
    const left = stations.flatMap((station) =>
      openWorkspacesOf(world, station).flatMap((workspace) =>
        outboxOf(station, workspace.id)
          .filter(({ state }) => state === 'pending')
          .map(({ seq }) => ({ station: station.index, account: workspace.account_id, seq })),
      ),
    )
    const heads = await headsOf(world)
    const behind = stations.flatMap((station) =>
      openWorkspacesOf(world, station).filter(
        ({ organisation_id, cursor }) => cursor < (heads.get(organisation_id) ?? 0),
      ),
    )
    if (left.length === 0 && behind.length === 0) return
    if (round >= ROUNDS_MAX && performance.now() - startedMs > CALM_AT_LEAST_MS) {
      const statuses = await Promise.all(
        stations.flatMap(({ working }) => (working ? [working.ask.sync.status()] : [])),
      )
      throw new Violation('I10', 'something still waits though nothing stands in its way', {
        left,
        behind: behind.length,
        statuses,
      })
    }
  }
}

/** A workspace that was shut out sends and hears nothing more; what it holds stays there. */
function openWorkspacesOf(world: World, station: Workstation): WorkspaceRow[] {
  return workspacesOf(station).filter(
    ({ account_id, revoked_at }) =>
      revoked_at === null && !world.shutOut.has(`${station.index} ${account_id}`),
  )
}

async function headsOf({ stage: { server } }: World): Promise<Map<string, number>> {
  const rows = await server.db
    .selectFrom('record')
    .select((row) => ['organisation_id', row.fn.max('change_seq').as('head')])
    .groupBy('organisation_id')
    .execute()
  return new Map(rows.map(({ organisation_id, head }) => [organisation_id, head]))
}

async function everybodySynchronises(world: World, station: Workstation): Promise<void> {
  const ask = station.working?.ask
  if (!ask) throw new Error('the workstation does not run')
  const current = (await ask.accounts.current())?.accountId
  const others = workspacesOf(station).map(({ account_id }) => account_id)
  for (const accountId of new Set([...(current ? [current] : []), ...others])) {
    if ((await ask.accounts.current())?.accountId !== accountId) await signIn(world, station, accountId)
    let { connection } = await ask.sync.run()
    if (connection === 'signed-out') {
      await signIn(world, station, accountId)
      connection = (await ask.sync.run()).connection
    }
    if (connection === 'revoked') world.shutOut.add(`${station.index} ${accountId}`)
  }
  noteTokens(world)
  throwNoted(world)
}

async function signIn(world: World, station: Workstation, accountId: string): Promise<void> {
  const user = userOf(world, accountId)
  if (user) await station.working?.ask.accounts.signIn({ kind: 'password', ...user })
}

interface Version {
  type: string
  recordId: string
  rev: number
  clientId: string | null
  seq: number | null
  cause: string
  text: string
}

async function readVersions({ stage: { server } }: World): Promise<Version[]> {
  const rows = await server.db.selectFrom('version').selectAll().orderBy('record_id').orderBy('rev').execute()
  return rows.map((row) => ({
    type: row.type,
    recordId: row.record_id,
    rev: row.rev,
    clientId: row.client_id,
    seq: row.seq,
    cause: row.cause,
    text: row.body,
  }))
}

/** I6, and I14: what the server has deleted is deleted here. */
async function checkConvergence(world: World, station: Workstation, workspace: WorkspaceRow): Promise<void> {
  const rows = await world.stage.server.db
    .selectFrom('record')
    .select(['type', 'id', 'rev', 'deleted', 'body'])
    .where('organisation_id', '=', workspace.organisation_id)
    .execute()
  const local = new Map(recordsOf(station, workspace.id).map((row) => [`${row.type} ${row.id}`, row]))
  const undecided = new Set(
    outboxOf(station, workspace.id)
      .filter(({ state }) => state === 'parked')
      .map(({ record_type, record_id }) => `${record_type} ${record_id}`),
  )
  for (const { type, id, rev, deleted, body } of rows) {
    const key = `${type} ${id}`
    const own = local.get(key)
    local.delete(key)
    if (deleted === 0 && type === 'operator' && world.deleted.has(id) && world.counts.restores === 0) {
      throw new Violation('I14', 'a deleted record lives again', { key, rev })
    }
    if (deleted === 1) {
      if (own && own.deleted === 0) throw new Violation('I14', 'a deleted record is still here', { key })
      continue
    }
    const differs = !own || own.base_rev !== rev || !sameJson(own.base_body ?? own.body, body)
    if (differs || (!undecided.has(key) && !sameJson(own.body, body))) {
      throw new Violation('I6', 'a workstation shows another state than the server holds', {
        station: station.index,
        key,
        server: { rev, body },
        here: own,
      })
    }
  }
  for (const [key, row] of local) {
    if (!undecided.has(key) && isShown(row)) {
      throw new Violation('I6', 'a workstation shows a record that the server does not have', { key, row })
    }
  }
}

const isShown = ({ body, deleted }: LocalRecord) => body !== null && deleted === 0
const sameJson = (one: string | null, other: string) =>
  one !== null && sameValue(parseJson(one), parseJson(other))

/** I7 (and I13, where the server was restored): each value that was ever saved is in a version, a conflict, or an entry that waits for a person. */
function checkNothingVanished(world: World, versions: readonly Version[]): void {
  const texts = new Map<string, string>()
  for (const { recordId, text } of versions) texts.set(recordId, (texts.get(recordId) ?? '') + text)
  for (const saved of world.saved) {
    const quoted = JSON.stringify(saved.value)
    if (texts.get(saved.recordId)?.includes(quoted)) continue
    if (world.stage.stations.some((station) => isKeptHere(station, saved, quoted))) continue
    const invariant = world.counts.restores > 0 ? 'I13' : 'I7'
    throw new Violation(invariant, 'a saved value is nowhere any more', { ...saved })
  }
}

function isKeptHere(station: Workstation, { recordId }: Saved, quoted: string): boolean {
  const db = station.look()
  const rows = db
    .prepare(
      `SELECT set_fields AS text FROM outbox WHERE record_id = ? AND state IN ('pending', 'parked', 'discarded')
       UNION ALL SELECT mine FROM conflict WHERE record_id = ?`,
    )
    .pluck()
    .all(recordId, recordId)
  return rows.some((text) => typeof text === 'string' && text.includes(quoted))
}

/** I3: one mutation, wherever it was sent from, leaves one version of a record. */
function checkOnceEach(world: World, versions: readonly Version[]): void {
  const seen = new Set<string>()
  for (const { clientId, seq, type, recordId, cause } of versions) {
    if (clientId === null || seq === null || !CAUSES_OF_ONE.has(cause)) continue
    const mutation = world.accepted.get(`${clientId}:${seq}`)
    if (mutation?.recordId !== recordId) continue
    // A clone gives other content under a number that was taken; the content tells the two apart.
    const origin = mutation.origin ?? { clientId, seq }
    const key = `${origin.clientId}:${origin.seq} ${type} ${recordId} ${mutation.clientTime} ${JSON.stringify(mutation.set)}`
    if (seen.has(key)) throw new Violation('I3', 'a mutation took effect twice', { key })
    seen.add(key)
  }
}

const CAUSES_OF_ONE = new Set([
  'operator.save',
  'operator.remove',
  'operator.restore',
  'project.save',
  'project.conclude',
  'engineer.set-position',
])

/** I5: every version is what the model makes of the one before and the mutation that stands in its row. */
function checkFold(world: World, versions: readonly Version[]): void {
  const states = new Map<string, { rev: number; body: Fields }>()
  for (const { type, recordId, rev, clientId, seq, text } of versions) {
    const key = `${type} ${recordId}`
    const before = states.get(key)
    // Safe: bodies are JSON objects.
    const body = parseJson(text) as Fields
    states.set(key, { rev, body })
    if (rev !== (before?.rev ?? 0) + 1)
      throw new Violation('I5', 'a revision is missing', { key, rev, before: before?.rev })
    const candidates = world.sent.get(`${clientId ?? ''}:${seq ?? ''}`) ?? []
    const foreseen = candidates.filter((mutation) => mutation.recordId === recordId)
    if (!CAUSES_OF_TYPE.has(type) || foreseen.length === 0) continue
    const explains = (mutation: Mutation) => {
      const model = foldOne(before?.body ?? null, before?.rev ?? 0, mutation)
      return model === null || agrees(model, body)
    }
    if (!foreseen.some(explains)) {
      const models = foreseen.map((mutation) => foldOne(before?.body ?? null, before?.rev ?? 0, mutation))
      throw new Violation('I5', 'the server holds another body than the model', {
        key,
        rev,
        body,
        models,
        foreseen,
      })
    }
  }
}

const CAUSES_OF_TYPE = new Set(['operator', 'project', 'engineer'])

/** I15: bytes of every file that the server shows hash to its name, and a file that a workstation takes for delivered is there. */
async function checkBlobs(world: World): Promise<void> {
  const { server, stations } = world.stage
  const blobs = await server.db.selectFrom('blob').select(['organisation_id', 'sha256']).execute()
  for (const { organisation_id, sha256 } of blobs) {
    const token = tokenOf(world, organisation_id)
    if (token === null) continue
    const answer = await fetch(`http://127.0.0.1:${server.port}/blobs/${sha256}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const hash = createHash('sha256').update(bytes).digest('hex')
    if (answer.status !== 200 || hash !== sha256) {
      throw new Violation('I15', 'a file of the server is not what its name says', {
        sha256,
        hash,
        status: answer.status,
      })
    }
  }
  const held = new Set(blobs.map(({ organisation_id, sha256 }) => `${organisation_id} ${sha256}`))
  for (const station of stations) {
    const rows = station
      .look()
      .prepare(
        `SELECT organisation_id || ' ' || sha256 FROM attachment JOIN workspace ON workspace.id = workspace_id
         WHERE attachment.state = 'verified' AND wanted = 1`,
      )
      .pluck()
      .all()
    const missing = rows.filter((row) => !held.has(String(row)))
    if (missing.length > 0)
      throw new Violation('I15', 'a file counts as delivered that the server does not have', { missing })
  }
}

/** A token with which somebody of this organisation is signed in now. */
function tokenOf(world: World, organisationId: string): string | null {
  for (const { secrets } of world.stage.stations) {
    for (const user of world.stage.users) {
      const token = secrets.get(`token-${user.accountId}`)
      if (user.organisationId === organisationId && token !== undefined) return token
    }
  }
  return null
}

/** I18: a token stands in no row of any workstation. */
function checkNoTokens(world: World): void {
  for (const station of world.stage.stations) {
    const db = station.look()
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all().map(String)
    for (const table of tables) {
      for (const row of db.prepare(`SELECT * FROM "${table}"`).all()) {
        const text = JSON.stringify(row)
        for (const token of world.tokens.keys()) {
          if (text.includes(token)) throw new Violation('I18', 'a token stands in a row', { table })
        }
      }
    }
  }
}

/** I20: who has nothing to say or to hear needs a handful of bytes. */
async function checkIdle(world: World): Promise<void> {
  for (const station of world.stage.stations) {
    await station.working?.ask.sync.run()
    const { requests, bytes } = { ...station.proxy.traffic }
    await station.working?.ask.sync.run()
    const cost = {
      requests: station.proxy.traffic.requests - requests,
      bytes: station.proxy.traffic.bytes - bytes,
    }
    if (cost.requests > IDLE_REQUESTS_MAX || cost.bytes > IDLE_BYTES_MAX) {
      throw new Violation('I20', 'an idle exchange costs too much', cost)
    }
  }
}

/** I4 and I3: everything that was ever answered is sent once more, and nothing comes of it. */
async function checkReplay(world: World, versionsBefore: number): Promise<void> {
  const { server, clock } = world.stage
  const remembered = world.answered.filter(({ atMs }) => clock.now.getTime() - atMs < ANSWERS_KEPT_MS)
  for (const { path, body, accountId } of remembered.slice(-40)) {
    const organisationId = userOf(world, accountId)?.organisationId ?? ''
    const token = tokenOf(world, organisationId)
    if (token === null) continue
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { method: 'POST', headers, body })
    const text = await answer.text()
    if (text.includes('workstation-revoked')) continue
    const response = PushResponse.safeParse(parseJson(text))
    // Safe: recorded by observe(), which has parsed it.
    const { clientId } = JSON.parse(body) as { clientId: string }
    if (!response.success) throw new Violation('I4', 'a replay was not answered', { status: answer.status })
    for (const result of response.data.results) {
      const before = world.answers.get(`${clientId}:${result.seq}`)
      if (before !== JSON.stringify(result)) {
        throw new Violation('I4', 'a replay was answered differently', {
          before,
          now: JSON.stringify(result),
        })
      }
    }
  }
  const after = await readVersions(world)
  if (after.length !== versionsBefore) {
    throw new Violation('I3', 'a replay made new versions', { before: versionsBefore, after: after.length })
  }
}
