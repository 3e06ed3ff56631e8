import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import { FailureError } from '../../../../domain/contracts/failure.ts'
import { OperatorFields } from '../../../../domain/people/operator.ts'
import { readLabelFont } from '../../../../electron/agent/hosting/label-font.ts'
import { createPeopleService } from '../../../../electron/agent/people/people-service.ts'
import { createLetterFont } from '../../../../electron/agent/self-entry/letter-fonts.ts'
import { madeCitizenId } from '../../../support/made-identifiers.ts'
import { anOperator, testWorkspace } from '../../../support/test-workspace.ts'

const FIELDS = OperatorFields.parse(anOperator())

async function setUp() {
  const { workspace, host } = await testWorkspace()
  const people = createPeopleService({
    workspace: () => workspace,
    now: () => host.now(),
    confirmPassword: () => Promise.resolve(),
    openRosterFont: async (document, text) => createLetterFont(document, await readLabelFont(), text),
  })
  return { workspace, people }
}

async function problemsOf(work: () => unknown): Promise<Record<string, string>> {
  try {
    await work()
  } catch (error) {
    if (error instanceof FailureError) {
      return Object.fromEntries((error.failure.fields ?? []).map(({ path, message }) => [path, message]))
    }
    throw error
  }
  throw new Error('nothing was refused')
}

describe('operators', () => {
  it('are listed with their numbers masked and their sex from the ID number', async () => {
    const { people } = await setUp()
    await people.saveOperator({
      operatorId: null,
      fields: { ...FIELDS, idNumber: madeCitizenId('19900101', 22) },
    })
    const [operator] = await people.listOperators()
    expect(operator).toMatchObject({ mobile: '138****5671', sex: '女', syncState: 'waiting' })
    expect(operator?.idNumber).toMatch(/^320\*{11}.{4}$/)
  })

  it('are taken with full-width digits and blanks as people type them', async () => {
    const { people, workspace } = await setUp()
    const typed = {
      ...FIELDS,
      name: ' 林 建国 ',
      mobile: '１３８ 1234-5671',
      certificateNumber: 'ｎｏ000005',
    }
    const { id } = await people.saveOperator({ operatorId: null, fields: typed })
    expect(workspace.get('operator', id)?.body).toMatchObject({ mobile: '13812345671', name: '林建国' })
  })

  it('are refused twice with the same ID number', async () => {
    const { people, workspace } = await setUp()
    await people.saveOperator({ operatorId: null, fields: FIELDS })
    const again = { ...FIELDS, certificateNumber: 'No000006' }
    const problems = await problemsOf(() => people.saveOperator({ operatorId: null, fields: again }))
    expect(problems['fields.idNumber']).toContain('本机构已录入这个身份证号')
    expect(workspace.list('operator')).toHaveLength(1)
  })

  it('come back after a removal that was a slip', async () => {
    const { people } = await setUp()
    const { id } = await people.saveOperator({ operatorId: null, fields: FIELDS })
    await people.removeOperator({ operatorId: id })
    expect(await people.listOperators()).toEqual([])
    await people.restoreOperator({ operatorId: id })
    expect(await people.listOperators()).toHaveLength(1)
  })

  it('leave no trace when the server never took them', async () => {
    const { people, workspace } = await setUp()
    const { id } = await people.saveOperator({ operatorId: null, fields: FIELDS })
    workspace.takeResults('epoch', [{ seq: 1, status: 'rejected', rev: 0, message: '重复' }])
    await people.removeOperator({ operatorId: id })
    expect(await people.listOperators()).toEqual([])
    expect(workspace.counts()).toEqual({ waiting: 0, refused: 0, conflicts: 0 })
  })
})

describe('a look at a full number', () => {
  it('is sent to the audit log, also when it happened offline', async () => {
    const { people, workspace } = await setUp()
    const body = { ...anOperator() }
    workspace.takePage('epoch', 1, [{ type: 'operator', id: 'operator-1', rev: 1, changeSeq: 1, body }])
    const look = { recordType: 'operator', recordId: 'operator-1', field: 'idNumber' } as const
    expect(await people.reveal(look)).toEqual({ value: body.idNumber })
    expect(workspace.outbox.mutations(10)).toMatchObject([
      { name: 'personal-data.reveal', set: { recordType: 'operator', field: 'idNumber' } },
    ])
    expect(JSON.stringify(workspace.outbox.mutations(10))).not.toContain(body.idNumber)
  })

  it('needs no record while only this workstation knows the number', async () => {
    const { people, workspace } = await setUp()
    const { id } = await people.saveOperator({ operatorId: null, fields: FIELDS })
    expect((await people.operator({ operatorId: id })).idNumber).toBe(FIELDS.idNumber)
    expect(workspace.outbox.mutations(10).map(({ name }) => name)).toEqual(['operator.save'])
  })
})

describe('engineers', () => {
  it('keep their position when a second technical leader is asked for', async () => {
    const { people, workspace } = await setUp()
    workspace.takePage('epoch', 2, [engineer('a', 'technical-leader', 1), engineer('b', 'ordinary', 2)])
    const position = { engineerId: 'b', position: 'technical-leader' } as const
    const problems = await problemsOf(() => people.setEngineerPosition(position))
    expect(problems['position']).toContain('本机构已有技术负责人')
    expect(workspace.counts().waiting).toBe(0)
  })
})

describe('a position chosen as it is', () => {
  it('is no change that waits', async () => {
    const { people, workspace } = await setUp()
    workspace.takePage('epoch', 1, [engineer('a', 'ordinary', 1)])
    await people.setEngineerPosition({ engineerId: 'a', position: 'ordinary' })
    expect(workspace.counts().waiting).toBe(0)
  })
})

function engineer(id: string, position: string, changeSeq: number) {
  const body = {
    name: '苗佳',
    mobile: '13712345678',
    idNumber: madeCitizenId('19850505', changeSeq),
    qualificationNumber: `ZG${changeSeq}000`,
    managementNumber: '',
    level: 'first',
    validUntil: '2099-12-31',
    accountId: `account-${id}`,
    verified: true,
    state: 'normal',
    position,
    joinedAt: '2026-01-01T00:00:00.000Z',
    leftAt: null,
  }
  return { type: 'engineer' as const, id, rev: 1, changeSeq, body }
}

describe('花名册', () => {
  it('shows those asked for in their order, numbers masked', { timeout: 30_000 }, async () => {
    const { people } = await setUp()
    const save = (name: string, order: number) =>
      people.saveOperator({
        operatorId: null,
        fields: {
          ...FIELDS,
          name,
          idNumber: madeCitizenId('19900101', order),
          certificateNumber: `No00000${String(order)}`,
        },
      })
    const [first, , third] = [await save('林建国', 11), await save('王玉才', 13), await save('陈晨', 15)]
    const { fileName, pdfBase64 } = await people.roster({
      recordType: 'operator',
      recordIds: [third.id, first.id, 'gone'],
    })
    expect(fileName).toMatch(/^消防设施操作员花名册 \d{4}-\d\d-\d\d\.pdf$/)
    const pdf = await getDocumentProxy(new Uint8Array(Buffer.from(pdfBase64, 'base64')))
    const words = (await extractText(pdf, { mergePages: true })).text.replaceAll(/\s/g, '')
    expect(words).toContain('共2人')
    expect(words.indexOf('1陈晨')).toBeLessThan(words.indexOf('2林建国'))
    expect(words).not.toContain('王玉才')
    expect(words).not.toContain(madeCitizenId('19900101', 11))
    expect(words).toContain('138****5671')
  })
})
