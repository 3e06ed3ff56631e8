import { describe, expect, it } from 'vitest'
import { FailureError } from '../../../../domain/contracts/failure.ts'
import { OperatorFields } from '../../../../domain/people/operator.ts'
import type { OperatorEntry } from '../../../../domain/people/people-contract.ts'
import { createPeopleService } from '../../../../electron/agent/people/people-service.ts'
import { madeCitizenId } from '../../../support/made-identifiers.ts'
import { anOperator, testWorkspace } from '../../../support/test-workspace.ts'

const FIELDS = OperatorFields.parse(anOperator())

async function setUp() {
  const { workspace, host, db } = await testWorkspace()
  const clock = { offsetMs: 0 }
  const people = createPeopleService({
    workspace: () => workspace,
    now: () => new Date(host.now().getTime() + clock.offsetMs),
    confirmPassword: (password) =>
      password === 'right' ? Promise.resolve() : Promise.reject(new FailureError('wrong-credentials')),
    openRosterFont: () => Promise.reject(new Error('nothing is printed here')),
  })
  return { workspace, people, db, clock }
}

function newcomers(count: number): OperatorEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    operatorId: null,
    fields: {
      ...FIELDS,
      direction: null,
      idNumber: madeCitizenId(`19${String(60 + Math.floor(index / 900))}0101`, index % 900),
      certificateNumber: `No${String(index).padStart(8, '0')}`,
    },
  }))
}

describe('operators that are saved in one go', () => {
  it('are all refused when one is wrong, with his place', async () => {
    const { people, workspace } = await setUp()
    const entries = newcomers(3)
    const [, second] = entries
    if (second) second.fields.mobile = '12'
    const saving = Promise.resolve().then(() => people.saveOperators({ entries }))
    await expect(saving).rejects.toMatchObject({
      failure: { fields: [{ path: 'entries.1.fields.mobile' }] },
    })
    expect(workspace.list('operator')).toEqual([])
    expect(workspace.outbox.mutations(10)).toEqual([])
  })

  it('are 5,000 quickly, and each goes to the server as an addition of its own', async () => {
    const { people, workspace } = await setUp()
    const startedMs = performance.now()
    const batch = await people.saveOperators({ entries: newcomers(5000) })
    expect(batch).toMatchObject({ added: 5000, changed: 0 })
    expect(workspace.list('operator')).toHaveLength(5000)
    expect(workspace.counts().waiting).toBe(5000)
    expect(performance.now() - startedMs).toBeLessThan(20_000)
  })

  it('leave nothing behind when the program ends in the middle', async () => {
    const { people, workspace, db } = await setUp()
    // The 700th of 1,000 records cannot be written any more.
    db.exec(`CREATE TEMP TABLE written (id TEXT);
      CREATE TEMP TRIGGER power_cut AFTER INSERT ON main.record BEGIN
        INSERT INTO written VALUES (new.id);
        SELECT CASE WHEN (SELECT count(*) FROM written) >= 700 THEN RAISE(ABORT, 'power cut') END;
      END`)
    const saving = Promise.resolve().then(() => people.saveOperators({ entries: newcomers(1000) }))
    await expect(saving).rejects.toThrow('power cut')
    expect(workspace.list('operator')).toEqual([])
    expect(workspace.outbox.mutations(10)).toEqual([])
    expect(await people.lastOperatorBatch()).toBeNull()
  })

  it('keep the direction of somebody of whom the file says nothing', async () => {
    const { people, workspace } = await setUp()
    const { id } = await people.saveOperator({
      operatorId: null,
      fields: { ...FIELDS, direction: 'monitoring' },
    })
    await people.saveOperators({
      entries: [{ operatorId: id, fields: { ...FIELDS, mobile: '13900000000', direction: null } }],
    })
    expect(workspace.get('operator', id)?.body).toMatchObject({
      mobile: '13900000000',
      direction: 'monitoring',
    })
  })
})

describe('taking a batch back', () => {
  it('removes who was added and gives back what was changed, but for later changes', async () => {
    const { people, workspace } = await setUp()
    const { id } = await people.saveOperator({ operatorId: null, fields: FIELDS })
    const { batchId } = await people.saveOperators({
      entries: [
        ...newcomers(2),
        { operatorId: id, fields: { ...FIELDS, name: '林立新', mobile: '13900000000' } },
      ],
    })
    await people.saveOperator({ operatorId: id, fields: { ...FIELDS, name: '林立', mobile: '13900000000' } })
    await people.undoOperatorBatch({ batchId })
    expect(await people.listOperators()).toHaveLength(1)
    expect(workspace.get('operator', id)?.body).toMatchObject({ name: '林立', mobile: FIELDS.mobile })
    expect(await people.lastOperatorBatch()).toBeNull()
  })

  it('is over after ten minutes', async () => {
    const { people, clock } = await setUp()
    const { batchId } = await people.saveOperators({ entries: newcomers(1) })
    clock.offsetMs = 10 * 60_000
    expect(await people.lastOperatorBatch()).toBeNull()
    const late = Promise.resolve().then(() => people.undoOperatorBatch({ batchId }))
    await expect(late).rejects.toMatchObject({ failure: { code: 'not-found' } })
    expect(await people.listOperators()).toHaveLength(1)
  })

  it('gives back directions that were changed together', async () => {
    const { people } = await setUp()
    await people.saveOperators({ entries: newcomers(3) })
    const ids = (await people.listOperators()).map(({ id }) => id)
    const batch = await people.setOperatorDirection({ operatorIds: ids, direction: 'maintenance' })
    expect(batch.changed).toBe(3)
    await people.undoOperatorBatch({ batchId: batch.batchId })
    expect((await people.listOperators()).map(({ direction }) => direction)).toEqual(['none', 'none', 'none'])
  })
})

describe('whoever already stands in the list', () => {
  it('is told by either number, but not once he is removed', async () => {
    const { people } = await setUp()
    const { id } = await people.saveOperator({ operatorId: null, fields: FIELDS })
    const asked = [
      { idNumber: FIELDS.idNumber, certificateNumber: 'No999999' },
      { idNumber: '', certificateNumber: FIELDS.certificateNumber },
    ]
    const who = { operatorId: id, name: FIELDS.name }
    expect(await people.matchOperators({ people: asked })).toEqual([
      { byIdNumber: who, byCertificate: null },
      { byIdNumber: null, byCertificate: who },
    ])
    await people.removeOperator({ operatorId: id })
    const gone = { byIdNumber: null, byCertificate: null }
    expect(await people.matchOperators({ people: asked })).toEqual([gone, gone])
  })
})

describe('an export of full numbers', () => {
  it('asks for the password and tells the server how many, never whose', async () => {
    const { people, workspace } = await setUp()
    const { id } = await people.saveOperator({ operatorId: null, fields: FIELDS })
    const wish = { recordType: 'operator' as const, recordIds: [id] }
    const wrong = Promise.resolve().then(() => people.exportNumbers({ ...wish, password: 'wrong' }))
    await expect(wrong).rejects.toMatchObject({ failure: { code: 'wrong-credentials' } })
    expect(await people.exportNumbers({ ...wish, password: 'right' })).toEqual([
      { id, idNumber: FIELDS.idNumber, mobile: FIELDS.mobile },
    ])
    const told = workspace.outbox.mutations(10).at(-1)
    expect(told).toMatchObject({ name: 'personal-data.export', set: { recordType: 'operator', count: 1 } })
  })
})
