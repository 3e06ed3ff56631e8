import { z } from 'zod'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { Failure, FailureError, refuseProblems } from '../../../domain/contracts/failure.ts'
import {
  PENALTY_DOCUMENT_MAX_BYTES,
  PENALTY_DOCUMENT_PATH,
  type penaltiesAgentMethods,
} from '../../../domain/penalties/penalties-contract.ts'
import { Sha256 } from '../../../domain/records/instants.ts'
import type { ServerApi, ServerHttp } from '../server-api.ts'
import { toView } from '../storage/record-view.ts'
import type { CurrentWorkspace } from '../storage/workspace.ts'

export interface PenaltyServiceDeps {
  server: ServerApi['penalties']
  http: Pick<ServerHttp, 'request'>
  workspace: CurrentWorkspace
}

const Kept = z.union([z.object({ sha256: Sha256 }), z.object({ ok: z.literal(false), failure: Failure })])

/** 处罚情况: an organisation reads its own from its workspace; the authority's acts are made at the server at once. */
export function createPenaltyService({
  server,
  http,
  workspace,
}: PenaltyServiceDeps): CapabilityHandlers<typeof penaltiesAgentMethods> {
  let staged: { id: string; parts: Buffer[]; sizeBytes: number } | null = null

  async function sendDocument(organisationId: string, stagingId: string): Promise<string> {
    if (staged?.id !== stagingId) {
      throw new FailureError('attachment-incomplete', { message: '找不到已选择的决定书，请重新选择后提交' })
    }
    const dataBase64 = Buffer.concat(staged.parts).toString('base64')
    const body = { organisationId, dataBase64 }
    const answer = await http.request({ method: 'POST', path: PENALTY_DOCUMENT_PATH, body, answer: Kept })
    if ('sha256' in answer.body) return answer.body.sha256
    const { code, ...details } = answer.body.failure
    throw new FailureError(code, details)
  }

  return {
    listOwn: () =>
      workspace()
        .list('penalty')
        .map(toView)
        .sort((one, other) => other.decidedOn.localeCompare(one.decidedOn)),
    findOrganisations: (question) => server.findOrganisations(question),
    listEntered: () => server.listEntered(undefined),
    appendDocument: ({ stagingId, offset, dataBase64 }) => {
      if (offset === 0) staged = { id: stagingId, parts: [], sizeBytes: 0 }
      if (staged?.id !== stagingId || staged.sizeBytes !== offset) {
        throw new FailureError('attachment-incomplete', { message: '文件没有读完整，请重新选择' })
      }
      const part = Buffer.from(dataBase64, 'base64')
      if (staged.sizeBytes + part.length > PENALTY_DOCUMENT_MAX_BYTES) {
        staged = null
        throw new FailureError('attachment-refused', { message: '决定书不能超过 10 MB，请压缩后重新选择' })
      }
      staged.parts.push(part)
      staged.sizeBytes += part.length
    },
    enter: async ({ organisationId, fields, documentStagingId }) => {
      const documentSha256 =
        documentStagingId === null ? null : await sendDocument(organisationId, documentStagingId)
      const entered = await server.enter({ organisationId, fields, documentSha256 })
      staged = null
      return entered
    },
    withdraw: ({ reason: typed, ...withdrawal }) => {
      const reason = typed.trim()
      refuseProblems({ reason: reason === '' ? '请填写撤销原因，机构会看到' : null })
      return server.withdraw({ ...withdrawal, reason })
    },
  }
}
