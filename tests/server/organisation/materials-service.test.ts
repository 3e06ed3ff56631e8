import { describe, expect, it } from 'vitest'
import { anOrganisationAtWork, someMaterials } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { aMobile, failureOf, startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('上传材料 on $name', ({ open }) => {
  async function prepared() {
    const server = await startTestServer(await open())
    const organisation = await anOrganisationAtWork(server)
    const materials = await someMaterials(organisation.fileArrives)
    const submit = (changes: Partial<typeof materials & { name: string }> = {}) =>
      server.call('organisation.submitMaterials', { ...materials, ...changes }, organisation.token)
    const stored = () => organisation.record('organisation', organisation.id)
    return { server, organisation, materials, submit, stored }
  }

  it('keeps the materials and passes at once where the phone check matches', async () => {
    const { submit, stored, organisation, materials } = await prepared()
    expect(await submit()).toMatchObject({ ok: true, value: { state: 'passed', way: 'phone-check' } })
    expect(await stored()).toMatchObject({ materials, verification: { state: 'passed' } })
    expect((await organisation.notices()).join()).toContain('实名认证已通过')
  })

  it.each([
    ['mismatch', 'failed'],
    ['unavailable', 'service-unavailable'],
  ] as const)('keeps the materials too where the check says %s', async (answer, state) => {
    const { server, submit, stored, materials } = await prepared()
    server.identity.decide(materials.legalRepresentative.documentNumber, answer)
    expect(await submit()).toMatchObject({ ok: true, value: { state } })
    expect((await stored()).materials?.address).toBe(materials.address)
  })

  it('refuses bad fields by their paths and writes nothing', async () => {
    const { submit, stored, materials } = await prepared()
    const failure = await failureOf(
      submit({
        scope: '机电安装',
        regionCodes: ['320000'],
        legalRepresentative: { ...materials.legalRepresentative, documentNumber: '32010219750505001' },
      }),
    )
    expect(failure.code).toBe('invalid-input')
    expect(failure.fields?.map(({ path }) => path)).toEqual([
      'scope',
      'regionCodes',
      'legalRepresentative.documentNumber',
    ])
    expect((await stored()).materials).toBeNull()
  })

  it('refuses a picture that has not arrived, or is none', async () => {
    const { submit, materials, organisation } = await prepared()
    const failure = await failureOf(
      submit({
        pictures: {
          ...materials.pictures,
          licence: 'b'.repeat(64),
          documentFront: await organisation.fileArrives('application/pdf'),
        },
      }),
    )
    expect(failure.code).toBe('attachment-incomplete')
    expect(failure.fields?.map(({ path }) => path)).toEqual(['pictures.documentFront', 'pictures.licence'])
  })

  it('lets the old data stand where a verified organisation names a representative who does not pass', async () => {
    const { server, organisation, submit, stored, materials } = await prepared()
    await submit()
    const { legalRepresentative: other, pictures } = await someMaterials(organisation.fileArrives)
    server.identity.decide(other.documentNumber, 'mismatch')
    const failure = await failureOf(
      submit({ legalRepresentative: other, pictures, address: '南京市玄武区中山路 1 号' }),
    )
    expect(failure.code).toBe('verification-required')
    expect(await stored()).toMatchObject({
      materials,
      verification: { state: 'passed' },
      changedMaterials: { materials: { legalRepresentative: other }, verification: { state: 'failed' } },
    })
    await submit()
    expect((await stored()).changedMaterials).toBeUndefined()
  })

  it('checks the person again where only his mobile number changes, since it opens the account', async () => {
    const { server, submit, stored, materials } = await prepared()
    await submit()
    const { legalRepresentative: person } = materials
    server.identity.decide(person.documentNumber, 'mismatch')
    const mobile = aMobile()
    const failure = await failureOf(submit({ legalRepresentative: { ...person, mobile } }))
    expect(failure.code).toBe('verification-required')
    expect((await stored()).materials?.legalRepresentative.mobile).toBe(person.mobile)
    server.identity.decide(person.documentNumber, 'match')
    await submit({ legalRepresentative: { ...person, mobile } })
    expect((await stored()).materials?.legalRepresentative.mobile).toBe(mobile)
  })

  it('asks for a new licence with a new name, and for new pictures of the document with a new representative', async () => {
    const { submit, stored, organisation, materials } = await prepared()
    await submit()
    const { legalRepresentative: other } = await someMaterials(organisation.fileArrives)
    const name = '南京安盾消防安全技术有限公司'
    const failure = await failureOf(submit({ name, legalRepresentative: other }))
    expect(failure.fields?.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['pictures.licence', 'pictures.documentBack', 'pictures.documentFront']),
    )
    const { licence } = (await someMaterials(organisation.fileArrives)).pictures
    expect(await submit({ name, pictures: { ...materials.pictures, licence } })).toMatchObject({ ok: true })
    expect((await stored()).name).toBe(name)
  })

  it('asks the identity service ten times a day at most', async () => {
    const { server, submit, materials } = await prepared()
    server.identity.decide(materials.legalRepresentative.documentNumber, 'mismatch')
    for (let time = 0; time < 10; time += 1) expect((await submit()).ok).toBe(true)
    expect((await failureOf(submit())).code).toBe('too-many-requests')
  })
})
