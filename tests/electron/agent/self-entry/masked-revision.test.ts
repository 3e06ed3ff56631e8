import { describe, expect, it } from 'vitest'
import { evaluateConditions } from '../../../../domain/conditions/evaluate-conditions.ts'
import type { SelfEntryRevision } from '../../../../domain/self-entry/self-entry.ts'
import { maskedRevision } from '../../../../electron/agent/self-entry/masked-revision.ts'
import { someMaterials } from '../../../support/an-organisation-at-work.ts'

describe('a revision as history shows it', () => {
  it('holds no whole document number and no whole mobile number, not even of a change that is not verified yet', async () => {
    const fileArrives = () => Promise.resolve('a'.repeat(64))
    const [materials, changed] = [await someMaterials(fileArrives), await someMaterials(fileArrives)]
    const body: SelfEntryRevision = {
      number: 1,
      cause: 'submission',
      changeNote: '',
      at: '2026-01-02T16:30:05.000Z',
      byAccountId: null,
      effective: false,
      evaluation: evaluateConditions({
        serviceTypes: ['maintenance'],
        organisationVerified: true,
        letterPresent: true,
        engineers: [],
        operators: [],
        on: '2026-01-03',
        provincePrefix: '32',
      }),
      snapshot: {
        organisation: {
          name: '南京安盾消防技术服务有限公司',
          creditCode: '91350200MA2YJ1XR9G',
          creditCodeConfirmed: false,
          registrationProvince: '320000',
          accountMobile: '13812345678',
          scope: '消防设施维护保养检测',
          verification: { state: 'passed', way: 'phone-check', decidedAt: null, reason: '' },
          materials,
          changedMaterials: {
            materials: changed,
            verification: { state: 'failed', way: 'phone-check', decidedAt: null, reason: '' },
          },
        },
        engineers: [],
        operators: [],
        letterSha256: 'ab'.repeat(32),
      },
    }
    const shown = maskedRevision({
      type: 'self-entry-revision',
      id: 'revision',
      baseRev: 1,
      body,
      syncState: 'synced',
      refusal: null,
    })
    const text = JSON.stringify(shown)
    for (const { legalRepresentative: person } of [materials, changed]) {
      expect(text).not.toContain(person.documentNumber)
      expect(text).not.toContain(person.mobile)
    }
    expect(text).not.toContain('13812345678')
    expect(text).toContain('戴海廷')
  })
})
