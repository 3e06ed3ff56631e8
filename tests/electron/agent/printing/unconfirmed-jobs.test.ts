import { describe, expect, it } from 'vitest'
import { FailureError } from '../../../../domain/contracts/failure.ts'
import { printerStatus } from '../../../../domain/printing/printer-status.ts'
import type { PrintJob } from '../../../../domain/printing/print-job.ts'
import { createUnconfirmedJobs } from '../../../../electron/agent/printing/unconfirmed-jobs.ts'

const AT = new Date('2026-11-22T08:00:00.000Z')

function setUp(timeoutMs = 60_000) {
  const states = new Map<string, PrintJob['state']>([['one', 'sent']])
  // Safe: only the state is asked for.
  const get = (jobId: string) => ({ state: states.get(jobId) }) as PrintJob
  const unconfirmed = createUnconfirmedJobs({ get }, () => AT, timeoutMs)
  unconfirmed.add('one')
  const after = (...states: Parameters<typeof printerStatus>[0]) =>
    unconfirmed.settledBy({ kind: 'status', status: printerStatus(states) })
  return { states, unconfirmed, after }
}

describe('labels sent whole', () => {
  it('are confirmed by a printer that is ready, and by no other answer', () => {
    const { after } = setUp()
    expect(after('printing')).toEqual([])
    expect(after('paused')).toEqual([])
    expect(after('ready')).toMatchObject([{ jobId: 'one', to: { state: 'confirmed' } }])
  })

  it.each(['paper-out', 'ribbon-out', 'head-open', 'jam'] as const)('need attention after %s', (state) => {
    expect(setUp().after(state)).toMatchObject([{ to: { state: 'needs-attention' } }])
  })

  it('need attention when the printer is gone, but not when it is only busy', () => {
    const { unconfirmed } = setUp()
    const failed = (code: 'printer-unavailable' | 'printer-busy') =>
      unconfirmed.settledBy({ kind: 'trouble', failure: new FailureError(code, { message: '' }) })
    expect(failed('printer-busy')).toEqual([])
    expect(failed('printer-unavailable')).toMatchObject([{ to: { state: 'needs-attention' } }])
  })

  it('stay “sent” when a printer that can tell nothing, or not in time, has them', () => {
    expect(setUp().after('unknown')).toMatchObject([{ to: { state: 'sent', finishedAt: AT.toISOString() } }])
    expect(setUp(0).after('printing')).toMatchObject([{ to: { state: 'sent' } }])
    expect(setUp(0).after('paused')).toEqual([])
  })

  it('are settled again until that is on the disk, and not once a person has answered', () => {
    const { unconfirmed, states, after } = setUp()
    const settled = after('ready')
    expect(after('ready')).toEqual(settled)
    states.set('one', 'waiting')
    expect(after('ready')).toEqual([])
    expect(unconfirmed.size()).toBe(0)
    states.set('one', 'sent')
    unconfirmed.add('one')
    unconfirmed.drop(after('ready'))
    expect(unconfirmed.size()).toBe(0)
  })
})
