import { describe, expect, it } from 'vitest'
import type { ProjectView } from '../../../../domain/practice/practice-contract.ts'
import { byDueDate, filterProjects } from '../../../../renderer/features/practice/project-search.ts'

const TODAY = '2026-11-22'

function project(id: string, changes: Partial<ProjectView> = {}): ProjectView {
  const blank = { contractNumber: id, contractName: '', clientName: '', address: '', conclusion: null }
  // Safe: the search looks at no other field than these.
  return {
    ...blank,
    id,
    type: 'maintenance',
    projectLeaderId: 'one',
    plannedTo: '2027-06-30',
    ...changes,
  } as ProjectView
}
// Safe: only its day is looked at.
const finished = (finishedOn: string) => ({ conclusion: { finishedOn } }) as Partial<ProjectView>
const ids = (projects: readonly ProjectView[]) => projects.map(({ id }) => id)

describe('the search over projects', () => {
  it('narrows by type, by leader and by what is due, overdue projects among it, finished ones not', () => {
    const all = [
      project('a', { type: 'inspection' }),
      project('b', { projectLeaderId: 'two' }),
      project('c', { plannedTo: '2026-12-22' }),
      project('d', { plannedTo: '2026-12-23' }),
      project('e', { plannedTo: '2026-11-01' }),
      project('f', { plannedTo: '2026-11-01', ...finished('2026-11-01') }),
    ]
    const find = (filter: Partial<Parameters<typeof filterProjects>[1]>) =>
      ids(filterProjects(all, { text: '', stage: null, ...filter }, TODAY))
    expect(find({ type: 'inspection' })).toEqual(['a'])
    expect(find({ leaderId: 'two' })).toEqual(['b'])
    expect(find({ dueWithinDays: 30 })).toEqual(['c', 'e'])
    expect(find({})).toHaveLength(6)
  })

  it('puts first what has to be finished first, and what is finished at the end', () => {
    const all = [
      project('late'),
      project('done-early', finished('2026-01-01')),
      project('soon', { plannedTo: '2026-12-01' }),
      project('done-late', finished('2026-10-01')),
    ]
    expect(ids(byDueDate(all))).toEqual(['soon', 'late', 'done-late', 'done-early'])
  })
})
