import { z } from 'zod'
import {
  checkConclusion,
  type ConclusionFields,
  type ConclusionMessages,
  type Team,
} from '../../../domain/practice/project-checks.ts'
import type { Project } from '../../../domain/practice/project.ts'
import { chinaDay } from '../../../domain/records/calendar.ts'

/** In the order of the page. */
export const CONCLUSION_FORM_FIELDS = [
  'number',
  'finishedOn',
  'technicalLeaderId',
  'projectLeaderId',
  'documentSha256',
] as const satisfies readonly (keyof ConclusionFields)[]

export type ConclusionInput = Omit<ConclusionFields, 'documentSha256'> & { documentSha256: string | null }

/** The signers are those of the project until somebody else is chosen. */
export function blankConclusion(
  project: Pick<Project, 'technicalLeaderId' | 'projectLeaderId'>,
): ConclusionInput {
  const { technicalLeaderId, projectLeaderId } = project
  return { number: '', finishedOn: '', technicalLeaderId, projectLeaderId, documentSha256: null }
}

const text = z.string().catch('')
const DraftContent = z.object({
  number: text,
  finishedOn: text,
  technicalLeaderId: text,
  projectLeaderId: text,
  documentSha256: z.string().nullable().catch(null),
})

/** Whatever an older program may have put into a draft. */
export function conclusionOfDraft(content: Record<string, unknown>): ConclusionInput {
  return DraftContent.parse(content)
}

export function conclusionMessages(
  typed: ConclusionInput,
  project: Pick<Project, 'plannedFrom'>,
  team: Team,
  today: string = chinaDay(),
): ConclusionMessages {
  const messages = checkConclusion(conclusionToSend(typed), project, team, today)
  return typed.documentSha256 === null ? { ...messages, documentSha256: '请上传结论性文件（PDF）' } : messages
}

export function conclusionToSend(typed: ConclusionInput): ConclusionFields {
  return { ...typed, number: typed.number.trim(), documentSha256: typed.documentSha256 ?? '' }
}
