import type { Attachment } from '../../../domain/attachments/attachments-contract.ts'
import { countsAsEngineer, countsAsOperator } from '../../../domain/conditions/counted-people.ts'
import { evaluateConditions } from '../../../domain/conditions/evaluate-conditions.ts'
import type { Evaluation } from '../../../domain/conditions/evaluation.ts'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError, refuseProblems } from '../../../domain/contracts/failure.ts'
import { chinaDay } from '../../../domain/records/calendar.ts'
import { changesBetween } from '../../../domain/self-entry/revision-changes.ts'
import type { SelfEntryRevision } from '../../../domain/self-entry/self-entry.ts'
import type {
  selfEntryAgentMethods,
  SelfEntryOverview,
} from '../../../domain/self-entry/self-entry-contract.ts'
import type { Meta } from '../storage/meta.ts'
import type { LocalRecord, Workspace } from '../storage/workspace.ts'
import { LETTER_FILE_NAME } from './letter-text.ts'
import { makeLetterTemplate } from './letter-template.ts'
import { maskedRevision } from './masked-revision.ts'
import { makeReceipt } from './receipt.ts'
import { currentSnapshot, lastSubmission } from './snapshots.ts'
import { unsubmittedChanges } from './unsubmitted-changes.ts'

interface OwnWorkspace extends Workspace {
  readonly id: number
}

export interface SelfEntryServiceDeps {
  workspace: () => OwnWorkspace
  meta: Meta
  /** A file taken in on this workstation; null for any other. */
  attachment: (sha256: string) => Attachment | null
  labelFont: () => Promise<ArrayBuffer>
  now: () => Date
}

export function createSelfEntryService(
  deps: SelfEntryServiceDeps,
): CapabilityHandlers<typeof selfEntryAgentMethods> {
  const { workspace, meta, now } = deps
  return {
    overview: () => overview(deps),
    letterTemplate: async () => {
      const organisation = ownOrganisation(workspace()).body
      const { pdf, missingCharacters } = await makeLetterTemplate(organisation, await deps.labelFont(), now())
      return {
        fileName: LETTER_FILE_NAME,
        pdfBase64: Buffer.from(pdf).toString('base64'),
        missingCharacters: [...missingCharacters],
      }
    },
    chooseLetter: ({ sha256 }) => {
      const file = deps.attachment(sha256)
      if (file?.purpose !== 'letter') {
        throw new FailureError('attachment-refused', { message: '请选择承诺书的多页 PDF 文件后上传' })
      }
      meta.set(letterKey(workspace()), sha256)
      return overview(deps)
    },
    submit: ({ changeNote: typed }) => {
      const own = workspace()
      const organisation = ownOrganisation(own)
      if (!organisation.body.materials) {
        throw new FailureError('not-allowed', { message: '请先完成“上传材料”，再提交自主录入' })
      }
      const letterSha256 = currentLetter(deps, own)
      const changeNote = typed.trim()
      refuseProblems({
        letterSha256: letterSha256 === null ? '请上传承诺书（多页 PDF）后再提交' : null,
        changeNote:
          changeNote.length > 200 ? `修改提示最长 200 个字，现在是 ${changeNote.length} 个字` : null,
      })
      if (letterSha256 === null) throw new FailureError('invalid-input')
      own.change('self-entry', null, {
        name: 'self-entry.submit',
        version: 1,
        recordId: organisation.id,
        title: '提交自主录入',
        set: { letterSha256, changeNote },
        blobs: [letterSha256],
      })
      return overview(deps)
    },
    listRevisions: () =>
      workspace()
        .list('self-entry-revision')
        .map(maskedRevision)
        .sort((one, other) => other.number - one.number),
    compare: ({ fromId, toId }) => {
      const own = workspace()
      const before = fromId === null ? lastSubmission(own)?.snapshot : revisionOf(own, fromId).snapshot
      const after =
        toId === null ? currentSnapshot(own, currentLetter(deps, own)) : revisionOf(own, toId).snapshot
      return { changes: before && after ? changesBetween(before, after) : [] }
    },
    receipt: async () => {
      const submission = lastSubmission(workspace())
      if (!submission) {
        throw new FailureError('not-found', { message: '还没有提交成功的自主录入，提交并同步后才能打印回执' })
      }
      const pdf = await makeReceipt(submission, await deps.labelFont(), now())
      const fileName = `自主录入回执（第 ${submission.number} 次）.pdf`
      return { fileName, pdfBase64: Buffer.from(pdf).toString('base64') }
    },
  }
}

function revisionOf(own: Workspace, id: string): SelfEntryRevision {
  const revision = own.list('self-entry-revision').find((record) => record.id === id)
  if (!revision) throw new FailureError('not-found', { message: '没有找到这条修改历史，请刷新后再试' })
  return revision.body
}

const letterKey = (own: OwnWorkspace) => `self-entry-letter-${own.id}`

function ownOrganisation(own: Workspace): LocalRecord<'organisation'> {
  const [organisation] = own.list('organisation')
  if (!organisation) {
    throw new FailureError('needs-connection', { message: '本机还没有机构资料，请连接服务器同步后重试' })
  }
  return organisation
}

/** The letter chosen here last, else the one on its way, else the submitted one. */
function currentLetter({ meta }: SelfEntryServiceDeps, own: OwnWorkspace): string | null {
  return meta.get(letterKey(own)) ?? own.list('self-entry')[0]?.body.letterSha256 ?? null
}

function overview(deps: SelfEntryServiceDeps): SelfEntryOverview {
  const own = deps.workspace()
  const submitted = own.list('self-entry')[0]?.body ?? null
  const letterSha256 = currentLetter(deps, own)
  const submission = own.pending(['self-entry.submit']).at(-1)
  return {
    submitted,
    letterSha256,
    evaluation: evaluateHere(own, letterSha256 !== null, chinaDay(deps.now().getTime())),
    submission: submission ? { syncState: submission.syncState, refusal: submission.refusal } : null,
    unsubmittedChanges:
      submission && submission.syncState !== 'refused' ? [] : unsubmittedChanges(own, letterSha256),
  }
}

/** The server's rules over this workstation's data; people whom the server refused do not count. */
function evaluateHere(own: Workspace, letterPresent: boolean, on: string): Evaluation {
  const organisation = ownOrganisation(own).body
  const taken = (record: { baseRev: number; refusal: string | null }) =>
    record.baseRev > 0 || record.refusal === null
  return evaluateConditions({
    serviceTypes: organisation.materials?.serviceTypes ?? [],
    organisationVerified: organisation.verification.state === 'passed',
    letterPresent,
    engineers: own.list('engineer').map(({ body }) => ({
      personKey: body.idNumber,
      level: body.level,
      position: body.position,
      counted: countsAsEngineer(body, on),
    })),
    operators: own
      .list('operator')
      .filter(taken)
      .map(({ body }) => ({
        personKey: body.idNumber,
        level: body.level,
        counted: countsAsOperator(body, on),
      })),
    on,
    provincePrefix: organisation.materials?.regionCodes[0]?.slice(0, 2) ?? null,
  })
}
