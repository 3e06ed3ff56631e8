import { describe, expect, it } from 'vitest'
import { type Standstill, waitingReason } from '../../../../electron/agent/sync/waiting-reason.ts'

const MOVING: Standstill = { connection: 'online', outdated: false, hasToken: true }
const reason = (changes: Partial<Standstill>, areFilesSettled = false) =>
  waitingReason('waiting', areFilesSettled, { ...MOVING, ...changes })

describe('why an entry waits', () => {
  it('is what stops everything, before what stops this one', () => {
    expect(reason({ connection: 'revoked', hasToken: false })).toBe('workstation')
    expect(reason({ connection: 'offline', hasToken: false })).toBe('sign-in')
    expect(reason({ connection: 'unknown', outdated: true })).toBe('update')
    expect(reason({ connection: 'offline' })).toBe('connection')
    expect(reason({})).toBe('files')
    expect(reason({}, true)).toBe('turn')
  })

  it('is nothing for what a person has to decide', () => {
    expect(waitingReason('refused', true, MOVING)).toBeNull()
    expect(waitingReason('conflict', true, MOVING)).toBeNull()
  })
})
