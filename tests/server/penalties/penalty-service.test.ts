import { randomUUID } from 'node:crypto'
import { PDFDocument } from 'pdf-lib'
import { describe, expect, it } from 'vitest'
import type { PenaltyFields } from '../../../domain/penalties/penalty.ts'
import { anAuthority, anOrganisationAtWork } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { bearer, failureOf, startTestServer } from '../../support/test-server.ts'

const FIELDS: PenaltyFields = {
  decisionNumber: '宁消行罚决字〔2026〕第0012号',
  decidedOn: '2026-11-20',
  breach: '未按照国家标准开展消防设施维护保养',
  basis: '《社会消防技术服务管理规定》（应急管理部令第7号）第二十七条',
  kinds: ['warning', 'fine'],
  amountYuan: 8000,
  content: '警告，并处罚款人民币 8000 元',
  executed: false,
  isPublic: true,
}

describe.each(ENGINES)('处罚情况 on $name', ({ open }) => {
  async function prepared() {
    const server = await startTestServer(await open())
    const organisation = await anOrganisationAtWork(server)
    await organisation.submitMaterials()
    const authority = await anAuthority(server)
    const enter = (changes: Partial<PenaltyFields> = {}, token = authority.token) =>
      server.call(
        'penalties.enter',
        { organisationId: organisation.id, fields: { ...FIELDS, ...changes }, documentSha256: null },
        token,
      )
    return { server, organisation, authority, enter }
  }

  it('reaches the organisation with a notice that must be confirmed, and stays when it is withdrawn', async () => {
    const { server, organisation, authority, enter } = await prepared()
    const entered = await enter()
    if (!entered.ok) throw new Error(JSON.stringify(entered.failure))
    const [penalty] = await organisation.records('penalty')
    expect(penalty?.body).toMatchObject({ ...FIELDS, authorityName: '消防救援支队', withdrawn: null })
    const notices = await organisation.records('notice')
    expect(notices.map(({ body }) => body)).toContainEqual(
      expect.objectContaining({ place: 'penalties', mustRead: true }),
    )
    const withdrawal = { organisationId: organisation.id, penaltyId: entered.value.id, reason: '' }
    const blank = await failureOf(server.call('penalties.withdraw', withdrawal, authority.token))
    expect(blank.fields?.[0]?.path).toBe('reason')
    await server.ask('penalties.withdraw', { ...withdrawal, reason: '行政复议撤销' }, authority.token)
    expect((await organisation.records('penalty'))[0]?.body.withdrawn).toMatchObject({
      reason: '行政复议撤销',
    })
    const again = server.call('penalties.withdraw', { ...withdrawal, reason: '再次' }, authority.token)
    expect((await failureOf(again)).code).toBe('conflict')
    const acts = await server.db
      .selectFrom('audit')
      .select('action')
      .where('action', 'like', 'penalty.%')
      .orderBy('number')
      .execute()
    expect(acts.map(({ action }) => action)).toEqual(['penalty.enter', 'penalty.withdraw'])
    expect((await enter()).ok).toBe(true)
  })

  it('is refused twice under one number, with wrong fields, in another region and from an organisation', async () => {
    const { server, organisation, enter } = await prepared()
    expect((await enter()).ok).toBe(true)
    expect(await failureOf(enter())).toMatchObject({
      code: 'already-taken',
      fields: [{ path: 'fields.decisionNumber' }],
    })
    const wrong = await failureOf(enter({ decidedOn: '2026-11-23', kinds: ['fine'], amountYuan: null }))
    expect(wrong.fields?.map(({ path }) => path).sort()).toEqual(['fields.amountYuan', 'fields.decidedOn'])
    const elsewhere = await anAuthority(server, '440000')
    expect((await failureOf(enter({}, elsewhere.token))).code).toBe('not-found')
    expect(await server.ask('penalties.listEntered', undefined, elsewhere.token)).toEqual([])
    expect((await failureOf(enter({}, organisation.token))).code).toBe('not-allowed')
  })

  it('finds organisations of the region by a part of the name or by the credit code', async () => {
    const { server, organisation, authority } = await prepared()
    const find = (text: string) => server.ask('penalties.findOrganisations', { text }, authority.token)
    const { creditCode } = await organisation.record('organisation', organisation.id)
    expect((await find('安平')).map(({ id }) => id)).toEqual([organisation.id])
    expect((await find(creditCode.toLowerCase())).map(({ id }) => id)).toEqual([organisation.id])
    expect(await find('%')).toHaveLength(1)
    expect(await find('  ')).toEqual([])
  })

  it('finds an organisation of the region behind many of other regions that sort before it', async () => {
    const { server, organisation, authority } = await prepared()
    const [own] = await server.db
      .selectFrom('organisation')
      .selectAll()
      .where('id', '=', organisation.id)
      .execute()
    if (!own) throw new Error('no organisation')
    const others = Array.from({ length: 120 }, (_, index) => ({
      ...own,
      id: randomUUID(),
      name: `一${own.name}`,
      credit_code: `${index}`.padStart(18, '0'),
    }))
    await server.db.insertInto('organisation').values(others).execute()
    const found = await server.ask('penalties.findOrganisations', { text: own.name }, authority.token)
    expect(found.map(({ id }) => id)).toEqual([organisation.id])
  })

  it('takes the decision as a PDF that the organisation can open, and nothing else', async () => {
    const { server, organisation, authority } = await prepared()
    const pdf = await PDFDocument.create()
    pdf.addPage()
    const bytes = Buffer.from(await pdf.save())
    const send = (content: Buffer, token: string) =>
      server.app.inject({
        method: 'POST',
        url: '/penalties/documents',
        headers: bearer(token),
        payload: { organisationId: organisation.id, dataBase64: content.toString('base64') },
      })
    expect((await send(Buffer.from('no pdf'), authority.token)).json()).toMatchObject({
      failure: { code: 'attachment-refused' },
    })
    expect((await send(bytes, organisation.token)).statusCode).toBe(403)
    const { sha256 } = (await send(bytes, authority.token)).json<{ sha256: string }>()
    const read = await server.app.inject({ url: `/blobs/${sha256}`, headers: bearer(organisation.token) })
    expect(read.rawPayload.equals(bytes)).toBe(true)
    const named = (documentSha256: string) =>
      server.call(
        'penalties.enter',
        { organisationId: organisation.id, fields: FIELDS, documentSha256 },
        authority.token,
      )
    expect((await failureOf(named('a'.repeat(64)))).code).toBe('attachment-incomplete')
    expect((await named(sha256)).ok).toBe(true)
    const nothing = await server.app.inject({
      method: 'POST',
      url: '/penalties/documents',
      headers: bearer(authority.token),
      payload: {},
    })
    expect(nothing.json()).toMatchObject({ failure: { code: 'invalid-input' } })
  })
})
