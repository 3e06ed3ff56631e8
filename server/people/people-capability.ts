import type { Capability } from '../http/capability.ts'
import type { AfterChange } from '../records/mutation-handler.ts'
import type { PersonalHash } from '../records/personal-hash.ts'
import { createEngineerMutations } from './engineer-mutations.ts'
import { createExportMutation } from './export-mutation.ts'
import { createOperatorListings } from './operator-listings.ts'
import { createOperatorMutations } from './operator-mutations.ts'
import { createRevealMutation } from './reveal-mutation.ts'

export interface PeopleDependencies {
  personalHash: PersonalHash
  /** Judges the conditions of practice again, in the same transaction. */
  afterChange: AfterChange
}

export function createPeopleCapability({ personalHash, afterChange }: PeopleDependencies): Capability {
  const listings = createOperatorListings(personalHash)
  return {
    mutations: [
      ...createOperatorMutations({ listings, afterChange }),
      ...createEngineerMutations(afterChange),
      createRevealMutation(),
      createExportMutation(),
    ],
  }
}
