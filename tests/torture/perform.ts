import { PDFDocument } from 'pdf-lib'
import type { OperatorFields } from '../../domain/people/operator.ts'
import type { ProjectFields } from '../../domain/practice/project.ts'
import type { RecordType } from '../../domain/records/records.ts'
import { createFeeds } from '../../server/records/feeds.ts'
import type { FaultKind } from '../support/fault-proxy.ts'
import type { WorkingAgent } from '../support/working-agent.ts'
import { anOperator, aProject, han } from './made-records.ts'
import { checkAfterStep, checkAfterSync, checkRestarted, forgetWhatTheDiskLost } from './checks.ts'
import type { Kill, Step } from './schedule.ts'
import { copyDirectory, copyHome, renewEpochOf } from './torture-server.ts'
import { Violation } from './violation.ts'
import { noteTokens, parseJson, workspacesOf, type World } from './world.ts'
import type { Workstation } from './workstation.ts'

/** Does one step, mends what died in it, and looks whether every promise still holds. */
export async function perform(world: World, step: Step): Promise<void> {
  const { stage } = world
  world.counts.operations += 1
  stage.clock.now = new Date(stage.clock.now.getTime() + 1000)
  const station = 'at' in step ? stationOf(world, step.at) : null
  const kill = 'kill' in step ? step.kill : undefined
  if (kill && station) armKill(world, station, kill)
  await act(world, station, step)
  for (const each of stage.stations) {
    each.proxy.open = false
    each.proxy.faults = []
  }
  for (const each of stage.stations) await each.proxy.settle()
  disarm(world)
  noteTokens(world)
  await mendTheDead(world)
  if (world.violation) throw world.violation
  await checkAfterStep(world)
}

function stationOf(world: World, at: number): Workstation {
  const station = world.stage.stations[at % world.stage.stations.length]
  if (!station) throw new Error('no workstation')
  return station
}

function armKill({ stage }: World, station: Workstation, { whom, moment, count }: Kill): void {
  const { server } = stage
  const victim = whom === 'station' ? station.process : server.process
  if (moment === 'statement' || moment === 'before-commit' || moment === 'after-commit') {
    victim.arm({ moment, count })
    return
  }
  let left = count
  station.proxy.isBroken = (passing) => {
    if (server.process.isDead() || station.process.isDead()) return true
    const counted = passing === (moment === 'request' ? 'request' : 'answer')
    if (!counted || (left -= 1) !== 0) return false
    victim.die()
    return moment !== 'after-answer'
  }
}

function disarm({ stage }: World): void {
  for (const station of stage.stations) {
    station.proxy.isBroken = () => stage.server.process.isDead() || station.process.isDead()
    station.process.disarm()
  }
  stage.server.process.disarm()
}

async function mendTheDead(world: World): Promise<void> {
  const { server, stations } = world.stage
  for (const station of stations) {
    if (!station.process.isDead()) continue
    world.counts.kills += 1
    await restartStation(world, station)
  }
  if (!server.process.isDead()) return
  world.counts.kills += 1
  await restartServer(world)
}

async function restartStation(world: World, station: Workstation): Promise<void> {
  await station.stop()
  await station.proxy.settle()
  station.log.length = 0
  world.full.delete(station.index)
  await station.start()
  checkRestarted(world, station)
}

async function restartServer({ stage: { server } }: World): Promise<void> {
  // Stopping a dead server cannot go well; what matters is what it left on the disk.
  await server.stop().catch(() => undefined)
  server.process.bury()
  await server.start()
}

/** Runs what a user does; answers whether the agent said that it went well. Only a process that died may fail for no foreseen reason. */
async function attempt(
  world: World,
  station: Workstation,
  work: (agent: WorkingAgent) => Promise<void>,
): Promise<boolean> {
  if (!station.working) throw new Error('the workstation does not run')
  try {
    await work(station.working)
    return true
  } catch (error) {
    if (error instanceof Violation || !(error instanceof Error)) throw error
    const isFailure = /^\w+\.\w+: \{/.test(error.message)
    if (!isFailure && !station.process.isDead()) throw error
    if (error.message.includes('"internal"') && !station.process.isDead() && !world.full.has(station.index)) {
      throw new Violation('I10', 'the agent failed unforeseen', {
        error: error.message,
        log: station.log.slice(-3),
      })
    }
    return false
  }
}

async function act(world: World, station: Workstation | null, step: Step): Promise<void> {
  switch (step.do) {
    case 'sync-together':
      await Promise.all(world.stage.stations.map((each) => synchronise(world, each, [])))
      return
    case 'restart-server':
      await restartServer(world)
      return
    case 'back-up-server':
      await world.stage.server.stop()
      await copyHome(world.stage.server.home, world.stage.homeAt('backup'))
      await world.stage.server.start()
      world.hasBackup = true
      return
    case 'restore-server':
      await restoreServer(world)
      return
    case 'delete-at-server':
      await deleteAtServer(world, step.pick)
      return
    case 'time-passes':
      world.stage.clock.now = new Date(world.stage.clock.now.getTime() + step.hours * 3_600_000)
      return
  }
  if (!station) throw new Error(`${step.do} needs a workstation`)
  switch (step.do) {
    case 'sync':
      await synchronise(world, station, step.faults)
      return
    case 'restart-station':
      await restartStation(world, station)
      return
    case 'back-up-station':
    case 'restore-station':
    case 'clone-station':
      await changeDisk(world, station, step)
      return
    case 'hand-over':
      await handOver(world, station, stationOf(world, step.to))
      return
    case 'set-clock':
      station.skewMs = step.years * 365 * 24 * 3_600_000
      return
    case 'switch-user':
      await switchUser(world, station)
      return
    case 'fill-disk': {
      const pages = Number(station.look().pragma('page_count', { simple: true }))
      station.look().pragma(`max_page_count = ${pages}`)
      world.full.add(station.index)
      return
    }
    case 'free-disk':
      station.look().pragma('max_page_count = 1073741823')
      world.full.delete(station.index)
      return
    default:
      await attempt(world, station, (agent) => work(world, station, agent, step))
  }
}

async function synchronise(
  world: World,
  station: Workstation,
  faults: readonly (FaultKind | null)[],
): Promise<void> {
  const { proxy } = station
  proxy.faults = [...faults]
  proxy.open = true
  const before = faultsDone(station)
  let connection = 'unknown'
  const went = await attempt(world, station, async ({ ask }) => {
    connection = (await ask.sync.run()).connection
  })
  const clean = went && faultsDone(station) === before
  proxy.open = false
  if (station.process.isDead() || world.stage.server.process.isDead()) return
  // The looking must not die of a kill that found nothing to kill.
  disarm(world)
  await checkAfterSync(world, station, { clean, connection })
}

const faultsDone = ({ proxy }: Workstation) =>
  [...proxy.counts.values()].reduce((sum, count) => sum + count, 0)

async function restoreServer(world: World): Promise<void> {
  if (!world.hasBackup) return
  const { server } = world.stage
  await server.stop()
  await copyHome(world.stage.homeAt('backup'), server.home)
  await renewEpochOf(server.home)
  await server.start()
  world.answers.clear()
  world.answered.length = 0
  world.counts.restores += 1
}

/** A tombstone: no door of the product makes one today, its protocol has them all the same. */
async function deleteAtServer(world: World, pick: number): Promise<void> {
  const { server, users, clock } = world.stage
  const organisationId = users[0]?.organisationId ?? ''
  await createFeeds(server.db, () => clock.now).transaction(async (_db, openFeed) => {
    const records = await openFeed(organisationId, { accountId: null })
    const operator = chosen(await records.list('operator'), pick)
    if (!operator) return
    await records.delete('operator', operator.id, 'deleted')
    world.deleted.add(operator.id)
  })
}

type DiskStep = Extract<Step, { do: 'back-up-station' | 'restore-station' | 'clone-station' }>

/** A workstation at rest is its directory and its key store. What it knew only since its copy is lost with the disk, and no promise is broken by that. */
async function changeDisk(world: World, station: Workstation, step: DiskStep): Promise<void> {
  const place = (index: number) => world.stage.place(`station-backup-${index}`)
  if (step.do === 'restore-station' && !world.stationBackups.has(station.index)) return
  if (step.do === 'clone-station') {
    const source = stationOf(world, step.from)
    if (source === station) return
    await Promise.all([source.stop(), station.stop()])
    copyDirectory(source.directory, station.directory)
    station.secrets.clear()
    for (const [name, value] of source.secrets) station.secrets.set(name, value)
    await source.start()
    world.stationBackups.delete(station.index)
  } else {
    await station.stop()
    if (step.do === 'back-up-station') {
      copyDirectory(station.directory, place(station.index))
      world.stationBackups.add(station.index)
    } else copyDirectory(place(station.index), station.directory)
  }
  await station.start()
  world.full.delete(station.index)
  if (step.do !== 'back-up-station') await forgetWhatTheDiskLost(world, station)
}

/** The password is typed by a person, who knows what he has typed. */
const FILE_PASSWORD = 'mima-mima-mima'

async function handOver(world: World, from: Workstation, to: Workstation): Promise<void> {
  if (from === to || !to.working) return
  const parts: Buffer[] = []
  let sizeBytes = 0
  const went = await attempt(world, from, async ({ ask }) => {
    const begun = await ask.storage.beginExport({ password: FILE_PASSWORD })
    sizeBytes = begun.sizeBytes
    for (let offset = 0; offset < sizeBytes;) {
      const { dataBase64 } = await ask.storage.readExport({ transferId: begun.transferId, offset })
      const part = Buffer.from(dataBase64, 'base64')
      parts.push(part)
      offset += part.length
    }
  })
  if (!went || from.process.isDead()) return
  await attempt(world, to, async ({ ask }) => {
    const { transferId } = await ask.storage.beginImport({ sizeBytes })
    let offset = 0
    for (const part of parts) {
      await ask.storage.appendImport({ transferId, offset, dataBase64: part.toString('base64') })
      offset += part.length
    }
    await ask.storage.finishImport({ transferId, password: FILE_PASSWORD })
  })
}

async function switchUser(world: World, station: Workstation): Promise<void> {
  station.proxy.open = true
  const rows = () => Number(station.look().prepare('SELECT count(*) FROM outbox').pluck().get())
  const before = rows()
  await attempt(world, station, async ({ ask }) => {
    const session = await ask.accounts.current()
    const other = world.stage.users.find(({ accountId }) => accountId !== session?.accountId)
    await ask.accounts.signOut()
    if (rows() < before) throw new Violation('I18', 'signing out removed rows of the outbox')
    if (other) await ask.accounts.signIn({ kind: 'password', ...other })
  })
  station.proxy.open = false
}

type Work = Extract<Step, { at: number }>

/** What a person does at a workstation, through the agent's own door. */
async function work(
  world: World,
  station: Workstation,
  { ask, attach }: WorkingAgent,
  step: Work,
): Promise<void> {
  switch (step.do) {
    case 'add-operator': {
      const fields = newOperator(world, step.person)
      await saving(world, station, 'operator', uniqueOf(fields), async () => {
        return (await ask.people.saveOperator({ operatorId: null, fields })).id
      })
      return
    }
    case 'edit-operator': {
      const operator = chosen(await ask.people.listOperators(), step.pick)
      if (!operator) return
      const { name, mobile, idNumber, certificateNumber, level, direction } = await ask.people.operator({
        operatorId: operator.id,
      })
      const shown = { name, mobile, idNumber, certificateNumber, level, direction }
      const change = operatorChange(world, step.field, shown)
      const fields = { ...shown, ...change }
      await saving(world, station, 'operator', uniqueOf(change), async () => {
        return (await ask.people.saveOperator({ operatorId: operator.id, fields })).id
      })
      return
    }
    case 'remove-operator': {
      const operator = chosen(await ask.people.listOperators(), step.pick)
      if (operator) await ask.people.removeOperator({ operatorId: operator.id })
      return
    }
    case 'restore-operator': {
      const removed = chosen(removedOperators(station), step.pick)
      if (removed) await ask.people.restoreOperator({ operatorId: removed })
      return
    }
    case 'add-project': {
      const fields = newProject(world, step.contract)
      await saving(world, station, 'project', uniqueOf(fields), async () => {
        return (await ask.practice.saveProject({ projectId: null, fields })).id
      })
      return
    }
    case 'edit-project':
    case 'edit-building': {
      const project = chosen(await ask.practice.listProjects(), step.pick)
      if (!project) return
      const change =
        step.do === 'edit-project' ? projectChange(world, step.field) : buildingChange(world, step, project)
      const fields = { ...project, ...change }
      await saving(world, station, 'project', uniqueOf(change), async () => {
        return (await ask.practice.saveProject({ projectId: project.id, fields })).id
      })
      return
    }
    case 'conclude-project': {
      const project = chosen(await ask.practice.listProjects(), step.pick)
      if (!project) return
      const [technicalLeaderId = '', projectLeaderId = ''] = world.stage.engineerIds
      const number = `J${mark(world)}`
      const documentSha256 = await attach('conclusion', await aPdf(number))
      const conclusion = {
        number,
        finishedOn: '2015-06-01',
        documentSha256,
        technicalLeaderId,
        projectLeaderId,
      }
      await saving(world, station, 'project', { number }, async () => {
        return (await ask.practice.concludeProject({ projectId: project.id, conclusion })).id
      })
      return
    }
    case 'set-position': {
      const engineer = chosen(await ask.people.listEngineers(), step.pick)
      if (engineer) await ask.people.setEngineerPosition({ engineerId: engineer.id, position: step.position })
      return
    }
    case 'save-draft': {
      const subject = `new-${step.pick}`
      const value = `D${mark(world)}`
      await ask.drafts.save({ form: 'operator', subject, title: '添加操作员', content: { name: value } })
      const accountId = (await ask.accounts.current())?.accountId ?? ''
      const draft = { station: station.index, accountId, subject, value }
      world.drafts.set(`${station.index} ${accountId} ${subject}`, draft)
      return
    }
    case 'give-up-refused':
    case 'offer-refused-again': {
      const refused = (await ask.sync.listOutbox()).filter(({ state }) => state === 'refused')
      const entry = chosen(refused, step.pick)
      if (!entry) return
      if (step.do === 'give-up-refused') await ask.sync.discardRefused({ seq: entry.seq })
      else await ask.sync.resubmit({ seq: entry.seq })
      return
    }
    case 'restore-refused': {
      const seq = chosen(givenUp(station), step.pick)
      if (seq !== undefined) await ask.sync.restoreRefused({ seq })
      return
    }
    case 'decide-conflict': {
      const conflict = chosen(await ask.sync.listConflicts(), step.pick)
      if (!conflict) return
      const { recordType, recordId, fields } = conflict
      const choices = Object.fromEntries(fields.map(({ field }) => [field, step.choice]))
      const { decisionId } = await ask.sync.decideConflict({ recordType, recordId, choices })
      world.decisions.push({ station: station.index, decisionId })
      return
    }
    case 'revoke': {
      station.proxy.open = true
      const all = (await ask.workstations.list()).filter(
        ({ isThis, revokedAt }) => !isThis && revokedAt === null,
      )
      const other = step.other < all.length ? all[step.other] : undefined
      if (other) await ask.workstations.revoke({ clientId: other.clientId })
      return
    }
    case 'undo-decision': {
      const own = world.decisions.filter((decision) => decision.station === station.index)
      const decision = chosen(own, step.pick)
      if (decision) await ask.sync.undoDecision({ decisionId: decision.decisionId })
    }
  }
}

function chosen<T>(among: readonly T[], pick: number): T | undefined {
  return among[pick % Math.max(1, among.length)]
}

/** Runs a save and notes what it promised: each typed value stands in a row of the outbox that was not there before. */
async function saving(
  world: World,
  station: Workstation,
  type: RecordType,
  typed: Record<string, string>,
  save: () => Promise<string>,
): Promise<void> {
  const accountId = (await station.working?.ask.accounts.current())?.accountId
  const lastSeq = () => workspacesOf(station).find(({ account_id }) => account_id === accountId)
  const before = lastSeq()
  const recordId = await save()
  if (station.process.isDead()) return
  const after = lastSeq()
  if (!before || !after || accountId === undefined) throw new Error('a save without a workspace')
  const rows = station
    .look()
    .prepare('SELECT seq, set_fields FROM outbox WHERE workspace_id = ? AND seq > ? AND record_id = ?')
    // Safe: the two columns of the query.
    .all(after.id, before.last_seq, recordId) as { seq: number; set_fields: string }[]
  for (const [field, value] of Object.entries(typed)) {
    const row = rows.find(({ set_fields }) => set_fields.includes(JSON.stringify(value)))
    if (!row) {
      throw new Violation('I2', 'a save was reported that is in no row of the outbox', { type, field, value })
    }
    const { seq } = row
    const { client_id: clientId } = after
    world.saved.push({ station: station.index, accountId, clientId, seq, type, recordId, field, value })
  }
}

const SHARED = new Set([
  'level',
  'direction',
  'idNumber',
  'plannedFrom',
  'plannedTo',
  'type',
  'contractNumber',
])

/** Values that occur nowhere else in this schedule. */
function uniqueOf(fields: Record<string, unknown>): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [field, value] of Object.entries(fields)) {
    if (typeof value === 'string' && !SHARED.has(field) && !field.endsWith('Id')) found[field] = value
  }
  const { addedBuilding } = fields as { addedBuilding?: string }
  return addedBuilding === undefined ? found : { buildings: addedBuilding }
}

/** Four digits, and the same in Han characters for names. */
function mark(world: World): string {
  world.made += 1
  return String(world.made).padStart(4, '0')
}

function newOperator(world: World, person: number): OperatorFields {
  return anOperator(mark(world), person)
}

function operatorChange(
  world: World,
  field: keyof OperatorFields,
  shown: OperatorFields,
): Partial<OperatorFields> {
  const own = mark(world)
  switch (field) {
    case 'name':
      return { name: `林${han(own)}` }
    case 'mobile':
      return { mobile: `1392000${own}` }
    case 'certificateNumber':
      return { certificateNumber: `No2${own}` }
    case 'level':
      return { level: shown.level === 'four' ? 'three' : 'four' }
    default:
      return { direction: shown.direction === 'none' ? 'maintenance' : 'none' }
  }
}

function newProject(world: World, contract: number): ProjectFields {
  return aProject(mark(world), contract, world.stage.engineerIds)
}

function projectChange(world: World, field: string): Partial<ProjectFields> {
  const own = mark(world)
  if (field === 'contractName') return { contractName: `维护保养合同 ${own}` }
  if (field === 'clientName') return { clientName: `物业公司 ${own}` }
  if (field === 'address') return { address: `天元东路 ${own} 号` }
  return { plannedTo: `2037-11-${String(1 + (world.made % 28)).padStart(2, '0')}` }
}

function buildingChange(
  world: World,
  { edit, item }: Extract<Step, { do: 'edit-building' }>,
  { buildings }: Pick<ProjectFields, 'buildings'>,
): Partial<ProjectFields> & { addedBuilding?: string } {
  const own = mark(world)
  const name = `楼 ${own}`
  const target = chosen(buildings, item)
  if (edit === 'add' || !target)
    return { buildings: [...buildings, { id: `b${own}`, name }], addedBuilding: name }
  if (edit === 'remove') return { buildings: buildings.filter(({ id }) => id !== target.id) }
  const renamed = buildings.map((building) => (building.id === target.id ? { ...building, name } : building))
  return { buildings: renamed, addedBuilding: name }
}

async function aPdf(title: string): Promise<Buffer> {
  const document = await PDFDocument.create()
  document.setTitle(title)
  document.addPage([200, 200])
  return Buffer.from(await document.save())
}

function removedOperators(station: Workstation): string[] {
  const rows = station
    .look()
    .prepare("SELECT id, body FROM record WHERE type = 'operator' AND body IS NOT NULL ORDER BY rowid")
    // Safe: the two columns of the query.
    .all() as { id: string; body: string }[]
  // Safe: bodies are JSON objects of operators.
  return rows
    .filter(({ body }) => (parseJson(body) as { removedAt: string | null }).removedAt !== null)
    .map(({ id }) => id)
}

function givenUp(station: Workstation): number[] {
  return station
    .look()
    .prepare("SELECT seq FROM outbox WHERE state = 'discarded' ORDER BY seq")
    .pluck()
    .all()
    .map(Number)
}
