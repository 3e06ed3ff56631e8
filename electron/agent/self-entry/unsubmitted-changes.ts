import { sameValue, type Fields } from '../../../domain/sync/merge.ts'
import type { Workspace } from '../storage/workspace.ts'
import { lastSubmission } from './snapshots.ts'

/** What has changed on this workstation since the last submission, in words and numbers without any name; nothing before the first one. */
export function unsubmittedChanges(own: Workspace, letterSha256: string | null): string[] {
  const last = lastSubmission(own)
  if (!last) return []
  const { snapshot } = last
  const engineers = own.list('engineer').filter(({ body }) => body.state === 'normal')
  const operators = own.list('operator').filter(({ body }) => body.removedAt === null)
  const organisation = own.list('organisation')[0]?.body
  return [
    ...(organisation && !sameValue(organisation.materials, snapshot.organisation.materials)
      ? ['机构信息有修改']
      : []),
    ...peopleChanges('注册消防工程师', snapshot.engineers, engineers.map(withId)),
    ...peopleChanges('操作员', snapshot.operators, operators.map(withId)),
    ...(letterSha256 !== null && letterSha256 !== snapshot.letterSha256 ? ['更换了承诺书'] : []),
  ]
}

type Person = Fields & { id: string }

const withId = ({ id, body }: { id: string; body: Fields }): Person => ({ ...body, id })

function peopleChanges(name: string, before: readonly Person[], now: readonly Person[]): string[] {
  const old = new Map(before.map((person) => [person.id, person]))
  const present = new Set(now.map(({ id }) => id))
  const added = now.filter(({ id }) => !old.has(id)).length
  const removed = before.filter(({ id }) => !present.has(id)).length
  const changed = now.filter((person) => {
    const previous = old.get(person.id)
    return previous !== undefined && !sameValue(withoutMarks(previous), withoutMarks(person))
  }).length
  return [
    ...(added > 0 ? [`新增${name} ${added} 人`] : []),
    ...(removed > 0 ? [`减少${name} ${removed} 人`] : []),
    ...(changed > 0 ? [`修改${name} ${changed} 人`] : []),
  ]
}

/** The server sets this mark by itself; it is nothing that the handler changed. */
function withoutMarks(person: Person): Fields {
  return { ...person, listedElsewhere: undefined }
}
