import { describe, expect, it } from 'vitest'
import { evaluateConditions } from '../../../../domain/conditions/evaluate-conditions.ts'
import { tasksToday, type HomeFacts } from '../../../../renderer/features/home/tasks-today.ts'

const evaluation = evaluateConditions({
  serviceTypes: ['maintenance'],
  organisationVerified: true,
  letterPresent: false,
  engineers: [],
  operators: [],
  on: '2026-11-22',
})
const FACTS: HomeFacts = { overview: null, applications: [], projects: [], sync: null }
const overview = {
  submitted: null,
  letterSha256: null,
  evaluation,
  submission: null,
  unsubmittedChanges: [],
}

describe('今日待办', () => {
  it('is empty while nothing is known to be missing', () => {
    expect(tasksToday(FACTS)).toEqual([])
  })

  it('names every unmet condition that has a reason, with the place where it is met', () => {
    const tasks = tasksToday({ ...FACTS, overview })
    expect(tasks.map(({ text }) => text)).toEqual(expect.arrayContaining(evaluation.reasons))
    expect(tasks.find(({ id }) => id === 'condition-letter')?.to).toBe('/self-entry/letter')
    expect(tasks.find(({ id }) => id === 'condition-operators')?.to).toBe('/self-entry/operators')
  })

  it('asks for the first submission until there is one', () => {
    const isAsked = (facts: HomeFacts) => tasksToday(facts).some(({ id }) => id === 'submit')
    expect(isAsked({ ...FACTS, overview })).toBe(true)
    const submission = { syncState: 'waiting', refusal: null } as const
    expect(isAsked({ ...FACTS, overview: { ...overview, submission } })).toBe(false)
  })

  it('puts what the server refused first', () => {
    const sync = {
      connection: 'online',
      waiting: 0,
      refused: 2,
      conflicts: 1,
      uploading: { files: 0, sentBytes: 0, totalBytes: 0, remainingSeconds: null },
      reading: null,
      lastConfirmedAt: null,
      message: null,
    } as const
    expect(tasksToday({ ...FACTS, overview, sync })[0]).toMatchObject({
      to: '/sync',
      text: '2 项未通过，1 项有冲突',
    })
  })
})
