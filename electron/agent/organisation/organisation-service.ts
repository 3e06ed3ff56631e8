import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError, refuseProblems } from '../../../domain/contracts/failure.ts'
import { checkMaterials } from '../../../domain/organisation/materials-checks.ts'
import { checkSubmission, normaliseSubmission } from '../../../domain/organisation/materials-change.ts'
import type { organisationAgentMethods } from '../../../domain/organisation/organisation-contract.ts'
import type { MaterialPictures } from '../../../domain/organisation/organisation.ts'
import { chinaDay } from '../../../domain/records/calendar.ts'
import type { ServerApi } from '../server-api.ts'
import { toView } from '../storage/record-view.ts'
import type { CurrentWorkspace } from '../storage/workspace.ts'

export interface OrganisationServiceDeps {
  server: ServerApi['organisation']
  workspace: CurrentWorkspace
  /** Answers when the server has verified every one of these files. */
  upload: (hashes: readonly string[]) => Promise<void>
  /** Brings what the server has decided into this workstation's copy; never fails. */
  synchronise: () => Promise<void>
  now: () => Date
}

export function createOrganisationService(
  deps: OrganisationServiceDeps,
): CapabilityHandlers<typeof organisationAgentMethods> {
  const { server, workspace } = deps
  return {
    current: () => {
      const [organisation] = workspace().list('organisation')
      return organisation ? toView(organisation) : null
    },
    submitMaterials: async (typed) => {
      const materials = normaliseSubmission(typed)
      const [before] = workspace().list('organisation')
      const today = chinaDay(deps.now().getTime())
      refuseProblems(
        before ? checkSubmission(before.body, materials, today) : checkMaterials(materials, today),
      )
      await uploadPictures(deps, materials.pictures)
      const verification = await server.submitMaterials(materials)
      await deps.synchronise()
      return verification
    },
    requestManualReview: async ({ statement }) => {
      const verification = await server.requestManualReview({ statement: statement.trim() })
      await deps.synchronise()
      return verification
    },
  }
}

/** One after the other, so that a refused picture is named at its own slot. */
async function uploadPictures(deps: OrganisationServiceDeps, pictures: MaterialPictures): Promise<void> {
  for (const [slot, sha256] of Object.entries(pictures)) {
    try {
      await deps.upload([sha256])
    } catch (error) {
      if (!(error instanceof FailureError)) throw error
      const { code, message } = error.failure
      if (code !== 'attachment-refused' && code !== 'attachment-incomplete') throw error
      refuseProblems({ [`pictures.${slot}`]: message ?? '请重新选择图片后提交' })
    }
  }
}
