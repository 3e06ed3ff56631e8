import { accountsServerMethods } from '../accounts/accounts-contract.ts'
import { applicationsServerMethods } from '../applications/applications-contract.ts'
import { disclosureServerMethods } from '../disclosure/disclosure-contract.ts'
import { labelsServerMethods } from '../labels/labels-contract.ts'
import { organisationServerMethods } from '../organisation/organisation-contract.ts'
import { penaltiesServerMethods } from '../penalties/penalties-contract.ts'
import { supervisionServerMethods } from '../supervision/supervision-contract.ts'
import { verificationServerMethods } from '../verification/face-contract.ts'
import { workstationsServerMethods } from '../workstations/workstations-contract.ts'
import type { Contract } from './contract.ts'

/**
 * What an agent asks of the server and gets decided at once: POST /api/1/<capability>.<verb>, JSON in, `Result` out.
 * What may wait goes as mutations over sync-contract.ts instead.
 */
export const serverContract = {
  accounts: accountsServerMethods,
  organisation: organisationServerMethods,
  applications: applicationsServerMethods,
  supervision: supervisionServerMethods,
  penalties: penaltiesServerMethods,
  disclosure: disclosureServerMethods,
  labels: labelsServerMethods,
  verification: verificationServerMethods,
  workstations: workstationsServerMethods,
} as const satisfies Contract
export type ServerContract = typeof serverContract
