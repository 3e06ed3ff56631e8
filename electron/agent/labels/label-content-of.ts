import { FailureError, refuseProblems } from '../../../domain/contracts/failure.ts'
import { checkPublicPhone, normalisePublicPhone } from '../../../domain/identifiers/phone.ts'
import { LabelContent } from '../../../domain/labels/label-content.ts'
import type { Label, LabelFields } from '../../../domain/labels/label.ts'
import { normaliseLine } from '../../../domain/organisation/registration-checks.ts'
import { isCalendarDay } from '../../../domain/records/calendar.ts'
import type { Workspace } from '../storage/workspace.ts'

/** What of a label follows from its project; the rest is its number and signature. */
export type LabelFacts = Pick<Label, keyof LabelFields | 'organisationName' | 'projectLeader'>

/** Completes the chosen fields from the project and refuses, at the fields, what may not stand on a label. */
export function labelFacts(own: Workspace, typed: LabelFields): LabelFacts {
  const fields: LabelFields = {
    ...typed,
    building: normaliseLine(typed.building),
    system: normaliseLine(typed.system),
    contactPhone: normalisePublicPhone(typed.contactPhone),
  }
  const project = own.get('project', fields.projectId)
  if (!project) throw new FailureError('not-found', { message: '没有这个项目，请刷新列表后重新选择' })
  const leader = own.get('engineer', project.body.projectLeaderId)
  const [organisation] = own.list('organisation')
  if (!leader || !organisation) {
    throw new FailureError('not-found', { message: '本机还没有项目负责人或机构的资料，请同步后重试' })
  }
  const facts = { ...fields, organisationName: organisation.body.name, projectLeader: leader.body.name }
  refuseProblems(problemsOf(facts))
  return facts
}

function problemsOf(facts: LabelFacts): Record<string, string | null> {
  const { maintainedOn, nextDueOn, contactPhone } = facts
  const checked = LabelContent.safeParse({ ...facts, serial: '-', qrText: '-' })
  const messages = checked.success
    ? []
    : checked.error.issues.map(
        ({ path, message }) => [`fields.${path.map(String).join('.')}`, message] as const,
      )
  const missing = (day: string) => (isCalendarDay(day) ? null : '日期应为存在的日期，写作 YYYY-MM-DD')
  const tooEarly = nextDueOn < maintainedOn ? `下次维保日期不能早于维保日期 ${maintainedOn}` : null
  return {
    ...Object.fromEntries(messages),
    'fields.maintainedOn': missing(maintainedOn),
    'fields.nextDueOn': nextDueOn === '' ? null : (missing(nextDueOn) ?? tooEarly),
    ...(contactPhone === '' ? {} : { 'fields.contactPhone': checkPublicPhone(contactPhone) }),
  }
}
