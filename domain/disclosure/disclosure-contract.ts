import { z } from 'zod'
import { ServiceType } from '../conditions/service-type.ts'
import { Penalty } from '../penalties/penalty.ts'
import { Instant } from '../records/instants.ts'

export const DisclosureSearch = z.object({
  text: z.string(),
  regionCode: z.string().nullable(),
  serviceType: ServiceType.nullable(),
  page: z.number().int().min(1),
})
export type DisclosureSearch = z.infer<typeof DisclosureSearch>

const PublishedSummary = z.object({
  id: z.string(),
  name: z.string(),
  creditCode: z.string(),
  region: z.string(),
  serviceTypes: z.array(ServiceType),
  effectiveSince: Instant,
})

/** 行政处罚 that the authority has marked as public and that stands. */
export const PublishedPenalty = Penalty.pick({
  decisionNumber: true,
  decidedOn: true,
  breach: true,
  basis: true,
  kinds: true,
  amountYuan: true,
  content: true,
  authorityName: true,
})
export type PublishedPenalty = z.infer<typeof PublishedPenalty>

/** An organisation as the public sees it: numbers masked, no private phone. */
export const PublishedOrganisation = PublishedSummary.extend({
  address: z.string(),
  scope: z.string(),
  registrationAuthority: z.string(),
  legalRepresentative: z.string(),
  publicContact: z.string(),
  publicPhone: z.string(),
  publicEmail: z.string(),
  engineers: z.array(
    z.object({ name: z.string(), level: z.string(), position: z.string(), qualificationNumber: z.string() }),
  ),
  operators: z.array(
    z.object({ name: z.string(), level: z.string(), direction: z.string(), certificateNumber: z.string() }),
  ),
  /** The latest decision first; absent where nobody asked the server, as in the organisation's own preview. */
  penalties: z.array(PublishedPenalty).optional(),
})
export type PublishedOrganisation = z.infer<typeof PublishedOrganisation>

const DisclosurePage = z.object({
  total: z.number(),
  page: z.number(),
  pageSize: z.number(),
  asOf: Instant,
  organisations: z.array(PublishedSummary),
})
export type DisclosurePage = z.infer<typeof DisclosurePage>

/** 信息公开: only organisations whose self-entry is effective. No sign-in needed. */
const methods = {
  search: { input: DisclosureSearch, output: DisclosurePage },
  organisation: { input: z.object({ id: z.string() }), output: PublishedOrganisation },
}
export const disclosureAgentMethods = methods
export const disclosureServerMethods = methods
