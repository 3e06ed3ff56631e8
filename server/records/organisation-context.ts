import type { AfterChange } from './mutation-handler.ts'

/** One organisation inside one transaction that holds its feed's lock: what the server's own acts have, without a workstation. */
export type OrganisationContext = Parameters<AfterChange>[0]
