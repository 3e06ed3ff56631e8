import { accountsAgentMethods } from '../accounts/accounts-contract.ts'
import { applicationsAgentMethods } from '../applications/applications-contract.ts'
import { attachmentsAgentMethods } from '../attachments/attachments-contract.ts'
import { diagnosticsAgentMethods } from '../diagnostics/diagnostics-contract.ts'
import { disclosureAgentMethods } from '../disclosure/disclosure-contract.ts'
import { draftsAgentMethods } from '../drafts/drafts-contract.ts'
import { labelTemplatesAgentMethods } from '../labels/design/label-templates-contract.ts'
import { labelsAgentMethods } from '../labels/labels-contract.ts'
import { noticesAgentMethods } from '../notices/notices-contract.ts'
import { organisationAgentMethods } from '../organisation/organisation-contract.ts'
import { penaltiesAgentMethods } from '../penalties/penalties-contract.ts'
import { peopleAgentMethods } from '../people/people-contract.ts'
import { practiceAgentMethods } from '../practice/practice-contract.ts'
import { printGatewayAgentMethods } from '../print-gateway/print-gateway-contract.ts'
import { printingAgentMethods } from '../printing/printing-contract.ts'
import { selfEntryAgentMethods } from '../self-entry/self-entry-contract.ts'
import { supervisionAgentMethods } from '../supervision/supervision-contract.ts'
import { syncAgentMethods } from '../sync/sync-contract.ts'
import { storageAgentMethods } from '../storage/storage-contract.ts'
import { verificationAgentMethods } from '../verification/face-contract.ts'
import { workstationsAgentMethods } from '../workstations/workstations-contract.ts'
import { settingsAgentMethods } from '../settings/settings-contract.ts'
import type { Contract } from './contract.ts'

/** Everything a shell may ask of the agent. Each capability's own contract says what its methods promise. */
export const agentContract = {
  accounts: accountsAgentMethods,
  organisation: organisationAgentMethods,
  people: peopleAgentMethods,
  applications: applicationsAgentMethods,
  selfEntry: selfEntryAgentMethods,
  practice: practiceAgentMethods,
  labels: labelsAgentMethods,
  labelTemplates: labelTemplatesAgentMethods,
  printing: printingAgentMethods,
  printGateway: printGatewayAgentMethods,
  disclosure: disclosureAgentMethods,
  supervision: supervisionAgentMethods,
  penalties: penaltiesAgentMethods,
  drafts: draftsAgentMethods,
  sync: syncAgentMethods,
  verification: verificationAgentMethods,
  workstations: workstationsAgentMethods,
  storage: storageAgentMethods,
  attachments: attachmentsAgentMethods,
  notices: noticesAgentMethods,
  diagnostics: diagnosticsAgentMethods,
  settings: settingsAgentMethods,
} as const satisfies Contract
export type AgentContract = typeof agentContract
