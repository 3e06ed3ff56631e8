import { describe, expect, it } from 'vitest'
import { maskedRevision } from '../../../../electron/agent/self-entry/masked-revision.ts'
import { aSelfEntryRevision } from '../../../support/a-self-entry-revision.ts'
import { someMaterials } from '../../../support/an-organisation-at-work.ts'

describe('a revision as history shows it', () => {
  it('holds no whole document number and no whole mobile number, not even of a change that is not verified yet', async () => {
    const fileArrives = () => Promise.resolve('a'.repeat(64))
    const [materials, changed] = [await someMaterials(fileArrives), await someMaterials(fileArrives)]
    const body = aSelfEntryRevision({
      materials,
      changedMaterials: {
        materials: changed,
        verification: { state: 'failed', way: 'phone-check', decidedAt: null, reason: '' },
      },
    })
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
