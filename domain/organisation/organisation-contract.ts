import { z } from 'zod'
import { view } from '../records/view.ts'
import { Verification } from '../verification/verification.ts'
import { MaterialsSubmission, Organisation } from './organisation.ts'

export const OrganisationView = view(Organisation)
export type OrganisationView = z.infer<typeof OrganisationView>

export const organisationAgentMethods = {
  /** The organisation of whoever is signed in, from this workstation's copy. */
  current: { input: z.void(), output: OrganisationView.nullable() },
  /**
   * 上传材料: uploads the three pictures, then submits; the server at once checks 姓名+证件号+手机号 of the legal representative
   * and answers with the outcome.
   * 机构信息修改 (manual 2.4.1) is the same with a verified organisation: what it asks for then, see `checkSubmission`. Needs the connection; without it fails `server-unreachable` and the draft stands.
   */
  submitMaterials: { input: MaterialsSubmission, output: Verification },
  /** Asks the fire authority for 人工审核, the way that is open to everybody whose phone check failed. */
  requestManualReview: { input: z.object({ statement: z.string() }), output: Verification },
}

export const organisationServerMethods = {
  submitMaterials: { input: MaterialsSubmission, output: Verification },
  requestManualReview: { input: z.object({ statement: z.string() }), output: Verification },
}
