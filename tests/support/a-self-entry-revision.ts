import { evaluateConditions } from '../../domain/conditions/evaluate-conditions.ts'
import type { Organisation } from '../../domain/organisation/organisation.ts'
import type { SelfEntryRevision } from '../../domain/self-entry/self-entry.ts'

/** A submission of an organisation without people, which therefore has not taken effect. */
export function aSelfEntryRevision(organisation: Partial<Organisation> = {}): SelfEntryRevision {
  return {
    number: 3,
    cause: 'submission',
    changeNote: '更换承诺书',
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
        materials: null,
        ...organisation,
      },
      engineers: [],
      operators: [],
      letterSha256: 'ab'.repeat(32),
    },
  }
}
