import { describe, expect, it } from 'vitest'
import type { PublishedOrganisation } from '../../../domain/disclosure/disclosure-contract.ts'
import {
  anAuthority,
  anOrganisationAtWork,
  someEngineer,
  someOperator,
} from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('GET /disclosure on $name', ({ open }) => {
  async function publish(
    server: TestServer,
    changes: Partial<PublishedOrganisation> & { regionCodes?: string[] },
  ) {
    const { regionCodes = ['320000', '320100', '320115'], ...rest } = changes
    const body: PublishedOrganisation = {
      id: crypto.randomUUID(),
      name: '南京平安消防技术服务有限公司',
      creditCode: '91350200MA2YJ1XR9G',
      region: '江苏省南京市江宁区',
      serviceTypes: ['maintenance'],
      effectiveSince: '2026-11-22T02:00:00.000Z',
      address: '天元东路 8 号',
      scope: '消防技术服务',
      registrationAuthority: '南京市市场监督管理局',
      legalRepresentative: '戴海廷',
      publicContact: '陈晨',
      publicPhone: '025-83456789',
      publicEmail: '',
      engineers: [],
      operators: [],
      ...rest,
    }
    await server.db
      .insertInto('published')
      .values({
        organisation_id: body.id,
        name: body.name,
        credit_code: body.creditCode,
        region_codes: JSON.stringify(regionCodes),
        service_types: JSON.stringify(body.serviceTypes),
        effective_since: body.effectiveSince,
        body: JSON.stringify(body),
      })
      .execute()
    return body
  }
  async function prepared() {
    const server = await startTestServer(await open())
    const get = async (url: string) => {
      const response = await server.app.inject(url)
      return { status: response.statusCode, page: response.body, headers: response.headers }
    }
    return { server, get }
  }

  it('shows the public penalties that stand, and nothing of those that are not public or withdrawn', async () => {
    const { server, get } = await prepared()
    const organisation = await anOrganisationAtWork(server)
    await organisation.submitMaterials()
    await publish(server, { id: organisation.id })
    const authority = await anAuthority(server)
    const enter = (decisionNumber: string, isPublic: boolean) =>
      server.ask(
        'penalties.enter',
        {
          organisationId: organisation.id,
          documentSha256: null,
          fields: {
            decisionNumber,
            decidedOn: '2026-11-20',
            breach: '未按照国家标准开展消防设施维护保养',
            basis: '《中华人民共和国消防法》第六十九条',
            kinds: ['warning'],
            amountYuan: null,
            content: '警告',
            executed: false,
            isPublic,
          },
        },
        authority.token,
      )
    const shown = await enter('宁消行罚决字〔2026〕第0012号', true)
    await enter('宁消行罚决字〔2026〕第0013号', false)
    const { page } = await get(`/disclosure/${organisation.id}`)
    expect(page).toContain('宁消行罚决字〔2026〕第0012号')
    expect(page).not.toContain('第0013号')
    const withdrawal = { organisationId: organisation.id, penaltyId: shown.id, reason: '行政复议撤销' }
    await server.ask('penalties.withdraw', withdrawal, authority.token)
    expect((await get(`/disclosure/${organisation.id}`)).page).not.toContain('第0012号')
  })

  it('shows an effective organisation with its people, numbers masked and no private data', async () => {
    const { server, get } = await prepared()
    const authority = await anAuthority(server)
    const organisation = await anOrganisationAtWork(server, '江苏安平消防技术服务有限公司')
    await organisation.submitMaterials({ serviceTypes: ['assessment'] })
    const engineer = someEngineer()
    const leader = await organisation.employ(authority, engineer)
    await organisation.setPosition(leader.recordId, 'technical-leader')
    await organisation.employ(authority)
    const operator = someOperator({ certificateNumber: '1234567890400001' })
    await organisation.addOperator(operator)
    expect((await get(`/disclosure/${organisation.id}`)).status).toBe(404)
    await organisation.submitSelfEntry(await organisation.fileArrives('application/pdf'))

    expect((await get('/disclosure')).page).toContain(`/disclosure/${organisation.id}`)
    const { status, page } = await get(`/disclosure/${organisation.id}`)
    expect(status).toBe(200)
    for (const text of [
      '江苏安平消防技术服务有限公司',
      '王玉才',
      '技术负责人',
      '林小明',
      '123*********0001',
    ]) {
      expect(page).toContain(text)
    }
    for (const secret of [
      engineer.idNumber,
      engineer.mobile,
      engineer.qualificationNumber,
      operator.idNumber,
      operator.mobile,
    ]) {
      expect(page).not.toContain(secret)
    }
    expect(page).not.toMatch(/\d{17}[\dX]|<script/)
  })

  it('finds by a part of the name, by credit code in small letters, by region at every level and by service type', async () => {
    const { server, get } = await prepared()
    const here = await publish(server, {})
    const there = await publish(server, {
      name: '杭州恒安消防检测有限公司',
      creditCode: '91330100799655058B',
      serviceTypes: ['maintenance', 'assessment'],
      regionCodes: ['330000', '330100', '330102'],
    })
    const found = async (query: string) => {
      const { page } = await get(`/disclosure?${query}`)
      return [here, there].filter(({ id }) => page.includes(id)).map(({ name }) => name.slice(0, 2))
    }
    expect(await found('')).toEqual(['南京', '杭州'])
    expect(await found(`text=${encodeURIComponent('平安')}`)).toEqual(['南京'])
    expect(await found('text=91330100799655058b')).toEqual(['杭州'])
    expect(await found('region=320100')).toEqual(['南京'])
    expect(await found('region=330000')).toEqual(['杭州'])
    expect(await found('type=assessment')).toEqual(['杭州'])
    expect(await found(`text=${encodeURIComponent('%_')}&region=xx&type=none&page=-1`)).toEqual([
      '南京',
      '杭州',
    ])
    expect((await get('/disclosure?text=zzz')).page).toContain('没有找到符合条件的机构')
  })

  it('turns pages of twenty and keeps the search in the links', async () => {
    const { server, get } = await prepared()
    for (let number = 10; number < 31; number += 1) await publish(server, { name: `第${number}消防公司` })
    const first = await get('/disclosure?type=maintenance')
    expect(first.page).toContain('共 21 家机构')
    expect(first.page).toContain('type=maintenance&amp;page=2')
    const second = await get('/disclosure?type=maintenance&page=2')
    expect(second.page.match(/scope="row"/g)).toHaveLength(1)
    expect(second.page).toContain('上一页')
  })

  it('escapes what people typed, runs no script and lets nobody frame it', async () => {
    const { server, get } = await prepared()
    await publish(server, { name: '<img src=x onerror=alert(1)>消防' })
    const { page, headers } = await get(`/disclosure?text=${encodeURIComponent('"><script>1</script>')}`)
    expect(page).not.toContain('<script>')
    expect((await get('/disclosure')).page).toContain('&lt;img src=x')
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
  })

  it('is where the root leads to, with a stylesheet of its own', async () => {
    const { get } = await prepared()
    expect(await get('/')).toMatchObject({ status: 302, headers: { location: '/disclosure' } })
    expect((await get('/public.css')).headers['content-type']).toContain('text/css')
  })
})
