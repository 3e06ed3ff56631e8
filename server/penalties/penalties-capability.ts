import { z } from 'zod'
import { FailureError } from '../../domain/contracts/failure.ts'
import {
  PENALTY_DOCUMENT_MAX_BYTES,
  PENALTY_DOCUMENT_PATH,
} from '../../domain/penalties/penalties-contract.ts'
import type { Capability } from '../http/capability.ts'
import { readContext } from '../http/contract-routes.ts'
import { requireRole } from '../http/request-context.ts'
import type { Sessions } from '../http/sessions.ts'
import { createPenaltyService, type PenaltyDependencies } from './penalty-service.ts'

export interface PenaltiesDependencies extends PenaltyDependencies {
  sessions: Sessions
  keepDocument: (organisationId: string, bytes: Buffer) => Promise<{ sha256: string } | { problem: string }>
}

const DocumentUpload = z.object({ organisationId: z.string(), dataBase64: z.string() })

/** 处罚情况: entered and withdrawn by the fire authority, synced to the organisation. */
export function createPenaltiesCapability(dependencies: PenaltiesDependencies): Capability {
  const service = createPenaltyService(dependencies)
  return {
    handlers: {
      penalties: {
        findOrganisations: ({ text }, request) =>
          service.findOrganisations(requireRole(request, 'authority'), text),
        listEntered: (_input, request) => service.listEntered(requireRole(request, 'authority')),
        enter: (entry, request) => service.enter(requireRole(request, 'authority'), entry),
        withdraw: (withdrawal, request) => service.withdraw(requireRole(request, 'authority'), withdrawal),
      },
    },
    routes(app) {
      // base64 and the words around it.
      const bodyLimit = Math.ceil((PENALTY_DOCUMENT_MAX_BYTES * 4) / 3) + 4096
      app.post(PENALTY_DOCUMENT_PATH, { bodyLimit }, async (request) => {
        const authority = requireRole(await readContext(request, dependencies.sessions), 'authority')
        const upload = DocumentUpload.safeParse(request.body)
        if (!upload.success)
          throw new FailureError('invalid-input', { message: '上传的内容不完整，请重新选择文件' })
        const { organisationId, dataBase64 } = upload.data
        await service.requireInRegion(authority, organisationId)
        const kept = await dependencies.keepDocument(organisationId, Buffer.from(dataBase64, 'base64'))
        if ('problem' in kept) throw new FailureError('attachment-refused', { message: kept.problem })
        return kept
      })
    },
  }
}
