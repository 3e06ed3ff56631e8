import { describe, expect, it } from 'vitest'
import {
  blankConclusion,
  conclusionMessages,
} from '../../../../renderer/features/practice/conclusion-form.ts'

const PROJECT = { plannedFrom: '2026-11-01', technicalLeaderId: 'first', projectLeaderId: 'first' }
const TEAM = {
  engineers: [{ id: 'first', level: 'first', state: 'normal', validUntil: '2028-06-30' }],
  operatorIds: [],
} as const

describe('the conclusion form', () => {
  it('begins with the signers of the project', () => {
    expect(blankConclusion(PROJECT)).toMatchObject({ technicalLeaderId: 'first', projectLeaderId: 'first' })
  })

  it('asks for number, date and the PDF', () => {
    const messages = conclusionMessages(blankConclusion(PROJECT), PROJECT, TEAM, '2026-11-22')
    expect(Object.keys(messages).sort()).toEqual(['documentSha256', 'finishedOn', 'number'])
  })

  it('refuses a day after today', () => {
    const input = {
      ...blankConclusion(PROJECT),
      number: 'J-1',
      finishedOn: '2026-11-23',
      documentSha256: 'a',
    }
    expect(conclusionMessages(input, PROJECT, TEAM, '2026-11-22')).toEqual({
      finishedOn: '完成日期不能晚于今天 2026-11-22',
    })
  })
})
