import { BadgeCheck, BriefcaseBusiness, HardHat, Tag } from '@lucide/vue'
import type { LabelView } from '../../../domain/labels/labels-contract.ts'
import {
  ENGINEER_LEVEL_LABELS,
  OPERATOR_DIRECTION_LABELS,
  OPERATOR_LEVEL_LABELS,
} from '../../../domain/people/levels.ts'
import type { EngineerView, OperatorView } from '../../../domain/people/people-contract.ts'
import type { ProjectView } from '../../../domain/practice/practice-contract.ts'
import { PROJECT_TYPE_LABELS } from '../../../domain/practice/project.ts'
import type { Command } from './command.ts'

export interface Records {
  projects: readonly ProjectView[]
  operators: readonly OperatorView[]
  engineers: readonly EngineerView[]
  labels: readonly LabelView[]
}

/** The organisation's own records as lines of the command box. People are shown by name and qualification, never by a number. */
export function recordCommands({ projects, operators, engineers, labels }: Records): Command[] {
  const projectNames = new Map(projects.map(({ id, contractName }) => [id, contractName]))
  return [
    ...projects.map(projectCommand),
    ...operators.filter(({ removedAt }) => removedAt === null).map(operatorCommand),
    ...engineers.map(engineerCommand),
    ...labels.map((label) => labelCommand(label, projectNames.get(label.projectId) ?? '')),
  ]
}

function projectCommand({ id, contractName, contractNumber, clientName, type }: ProjectView): Command {
  return {
    id: `project:${id}`,
    group: '执业项目',
    label: contractName,
    detail: words(contractNumber, PROJECT_TYPE_LABELS[type], clientName),
    keywords: [contractNumber, clientName],
    icon: BriefcaseBusiness,
    to: `/practice/${id}`,
  }
}

function operatorCommand({ id, name, level, direction }: OperatorView): Command {
  return {
    id: `operator:${id}`,
    group: '消防设施操作员',
    label: name,
    detail: words(
      OPERATOR_LEVEL_LABELS[level],
      direction === 'none' ? '' : OPERATOR_DIRECTION_LABELS[direction],
    ),
    keywords: [],
    icon: HardHat,
    to: `/people/operators?find=${id}`,
  }
}

function engineerCommand({ id, name, level, state }: EngineerView): Command {
  return {
    id: `engineer:${id}`,
    group: '注册消防工程师',
    label: name,
    detail: words(ENGINEER_LEVEL_LABELS[level], state === 'left' ? '已离开' : ''),
    keywords: [],
    icon: BadgeCheck,
    to: `/people/engineers?find=${id}`,
  }
}

function labelCommand({ id, serial, building, system, withdrawn }: LabelView, project: string): Command {
  return {
    id: `label:${id}`,
    group: '维保标签',
    label: serial,
    detail: words(project, building, system, withdrawn ? '已作废' : ''),
    keywords: [project, building, system],
    icon: Tag,
    to: `/labels?find=${id}`,
  }
}

const words = (...parts: string[]) => parts.filter((part) => part !== '').join(' · ')
