import { z } from 'zod'
import { EngineerProfile } from '../people/engineer.ts'
import { Application, ApplicationKind } from './application.ts'

export const OwnApplication = Application.extend({ id: z.string() })
export type OwnApplication = z.infer<typeof OwnApplication>

export const FoundOrganisation = z.object({
  id: z.string(),
  name: z.string(),
  creditCode: z.string(),
  region: z.string(),
})
export type FoundOrganisation = z.infer<typeof FoundOrganisation>

/** The engineer's own side. All of it needs the connection: the server decides who is registered where. */
const methods = {
  profile: {
    input: z.void(),
    output: EngineerProfile.extend({ verified: z.boolean(), organisationName: z.string().nullable() }),
  },
  findOrganisations: { input: z.object({ text: z.string() }), output: z.array(FoundOrganisation) },
  submit: { input: z.object({ organisationId: z.string(), kind: ApplicationKind }), output: OwnApplication },
  list: { input: z.void(), output: z.array(OwnApplication) },
  withdraw: { input: z.object({ applicationId: z.string() }), output: OwnApplication },
}
export const applicationsAgentMethods = methods
export const applicationsServerMethods = methods
