import { describe, expect, it } from 'vitest'
import { projectStage } from '../../../../renderer/shared/practice/project-stage.ts'

const open = { conclusion: null, plannedTo: '2026-11-22' }

describe('the stage of a project', () => {
  it('is running up to and with its last planned day', () => {
    expect(projectStage(open, '2026-11-22')).toBe('running')
  })

  it('is overdue from the next day until the conclusion is entered', () => {
    expect(projectStage(open, '2026-11-23')).toBe('overdue')
    const conclusion = {
      number: '1',
      finishedOn: '2026-11-20',
      documentSha256: 'a'.repeat(64),
      technicalLeaderId: 'a',
      projectLeaderId: 'b',
      enteredAt: '2026-11-21T00:00:00Z',
    }
    expect(projectStage({ ...open, conclusion }, '2026-11-23')).toBe('finished')
  })
})
