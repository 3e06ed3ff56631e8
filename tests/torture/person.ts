import { PDFDocument } from 'pdf-lib'
import type { OperatorFields } from '../../domain/people/operator.ts'
import type { ProjectFields } from '../../domain/practice/project.ts'
import type { RecordType } from '../../domain/records/records.ts'
import type { WorkingAgent } from '../support/working-agent.ts'
import { anOperator, aProject, han } from './made-records.ts'
import type { Step } from './schedule.ts'
import { Violation } from './violation.ts'
import { parseJson, workspacesOf, type World } from './world.ts'
import type { Workstation } from './workstation.ts'

type Work = Extract<Step, { at: number }>

/** What a person does at a workstation, through the agent's own door. */
export async function work(
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

export function chosen<T>(among: readonly T[], pick: number): T | undefined {
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
