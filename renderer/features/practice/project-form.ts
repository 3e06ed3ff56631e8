import { z } from 'zod'
import {
  checkProject,
  normaliseProject,
  type ProjectMessages,
  type Team,
} from '../../../domain/practice/project-checks.ts'
import { ProjectType, type Project, type ProjectFields } from '../../../domain/practice/project.ts'
import { chinaDay } from '../../../domain/records/calendar.ts'

/** In the order of the page. */
export const PROJECT_FORM_FIELDS = [
  'contractNumber',
  'contractName',
  'clientName',
  'type',
  'regionCodes',
  'address',
  'plannedFrom',
  'plannedTo',
  'technicalLeaderId',
  'projectLeaderId',
  'memberIds',
  'buildings',
  'systems',
] as const satisfies readonly (keyof ProjectFields)[]

export function blankProject(): ProjectFields {
  return {
    contractNumber: '',
    contractName: '',
    clientName: '',
    regionCodes: [],
    address: '',
    type: 'maintenance',
    technicalLeaderId: '',
    projectLeaderId: '',
    memberIds: [],
    plannedFrom: '',
    plannedTo: '',
    buildings: [],
    systems: [],
  }
}

/** A copy of the fields a project may still change. */
export function fieldsOf(project: Project): ProjectFields {
  const entries = PROJECT_FORM_FIELDS.map((field) => [field, project[field]])
  // Safe: every key of ProjectFields stands in PROJECT_FORM_FIELDS; JSON takes the records' frozenness and proxies away.
  return JSON.parse(JSON.stringify(Object.fromEntries(entries))) as ProjectFields
}

const text = z.string().catch('')
const items = z.array(z.object({ id: z.string(), name: z.string() })).catch([])
const DraftContent = z.object({
  contractNumber: text,
  contractName: text,
  clientName: text,
  regionCodes: z.array(z.string()).catch([]),
  address: text,
  type: ProjectType.catch('maintenance'),
  technicalLeaderId: text,
  projectLeaderId: text,
  memberIds: z.array(z.string()).catch([]),
  plannedFrom: text,
  plannedTo: text,
  buildings: items,
  systems: items,
})

/** Whatever an older program may have put into a draft. */
export function projectOfDraft(content: Record<string, unknown>): ProjectFields {
  return DraftContent.parse(content)
}

/** Tidied up, lines of buildings and systems that were left blank dropped. Plain through and through: a reactive array does not pass to Electron's other side. */
export function projectToSend(typed: ProjectFields): ProjectFields {
  const tidy = normaliseProject(typed)
  const named = (list: ProjectFields['buildings']) => list.filter(({ name }) => name !== '')
  return {
    ...tidy,
    regionCodes: [...tidy.regionCodes],
    buildings: named(tidy.buildings),
    systems: named(tidy.systems),
  }
}

const PEOPLE_FIELDS = ['technicalLeaderId', 'projectLeaderId', 'memberIds'] as const

/** People of an existing project are checked only where they were changed: somebody who left since must not keep the address from being mended. */
export function projectMessages(
  typed: ProjectFields,
  team: Team,
  before: ProjectFields | null,
  today: string = chinaDay(),
): ProjectMessages {
  const messages = checkProject(projectToSend(typed), team, today)
  if (!before) return messages
  const unchanged = PEOPLE_FIELDS.filter((field) => String(before[field]) === String(typed[field]))
  return Object.fromEntries(
    Object.entries(messages).filter(([field]) => !(unchanged as readonly string[]).includes(field)),
  )
}
