import type { Kysely } from 'kysely'
import { createApplicationDecisions } from './applications/application-decision.ts'
import { createApplicationsCapability } from './applications/applications-capability.ts'
import type { Tables } from './database/tables.ts'
import { createDisclosureCapability } from './disclosure/disclosure-capability.ts'
import type { Capability } from './http/capability.ts'
import type { Limits } from './http/limits.ts'
import type { Sessions } from './http/sessions.ts'
import type { KeepDocument } from './attachments/keep-document.ts'
import { createLabelsCapability } from './labels/labels-capability.ts'
import { keepOrganisationName } from './organisation/organisation-name.ts'
import { createOrganisationCapability } from './organisation/organisation-capability.ts'
import { createPeopleCapability } from './people/people-capability.ts'
import { createPenaltiesCapability } from './penalties/penalties-capability.ts'
import { createPracticeCapability } from './practice/practice-capability.ts'
import type { Feeds } from './records/feeds.ts'
import type { PersonalHash } from './records/personal-hash.ts'
import { createSelfEntryCapability } from './self-entry/self-entry-capability.ts'
import { createSelfEntryService } from './self-entry/self-entry-service.ts'
import { createSupervisionCapability } from './supervision/supervision-capability.ts'
import type { IdentityProvider } from './verification/identity-provider.ts'
import { createFaceVerification, type FaceSetup } from './verification/face-verification.ts'
import { createVerificationService } from './verification/verification-service.ts'

export interface ProductDependencies {
  db: Kysely<Tables>
  feeds: Feeds
  now: () => Date
  personalHash: PersonalHash
  limits: Pick<Limits, 'take'>
  sessions: Sessions
  keepDocument: KeepDocument
  identityProvider: IdentityProvider
  face: FaceSetup
  /** Where labels' codes point, without a closing slash; asked late because a free port is known only after listening. */
  linkBase: () => string
}

/** The product's own capabilities, introduced to each other: they meet nowhere else. */
export function createProductCapabilities(dependencies: ProductDependencies): Capability[] {
  const { db, now, personalHash } = dependencies
  const selfEntry = createSelfEntryService(dependencies)
  const afterChange = keepOrganisationName(selfEntry.reevaluate)
  const faces = createFaceVerification({ ...dependencies, afterChange, publicUrl: dependencies.linkBase })
  const { eraseFaceMaterial } = faces
  const { checkPerson, manualReview } = createVerificationService({
    ...dependencies,
    afterChange,
    eraseFaceMaterial,
  })
  return [
    createOrganisationCapability({
      ...dependencies,
      checkPerson,
      supersedeReview: manualReview.supersede,
      eraseFaceMaterial,
      requestManualReview: manualReview.request,
      afterChange,
    }),
    createPeopleCapability({ personalHash, afterChange }),
    createApplicationsCapability({ ...dependencies, checkPerson }),
    createSupervisionCapability({
      applications: createApplicationDecisions({ ...dependencies, checkPerson, afterChange }),
      verifications: manualReview,
    }),
    createSelfEntryCapability(selfEntry),
    createDisclosureCapability({ db, now }),
    createPenaltiesCapability(dependencies),
    faces.capability,
    createPracticeCapability(),
    createLabelsCapability(dependencies),
  ]
}
