import { describe, expect, it } from 'vitest'
import {
  inOrder,
  type ListedWorkstation,
} from '../../../../renderer/features/workstations/workstation-order.ts'

const workstation = (clientId: string, changes: Partial<ListedWorkstation>): ListedWorkstation => ({
  clientId,
  name: clientId,
  appVersion: '1.0.0',
  account: '139****0307',
  firstSeenAt: '2026-11-01T00:00:00.000Z',
  lastSeenAt: null,
  revokedAt: null,
  isThis: false,
  ...changes,
})

describe('the list of workstations', () => {
  it('begins with this one, then the last seen, and ends with those shut out', () => {
    const list = [
      workstation('shut', { revokedAt: '2026-11-20T00:00:00.000Z', lastSeenAt: '2026-11-21T00:00:00.000Z' }),
      workstation('never', {}),
      workstation('recent', { lastSeenAt: '2026-11-22T00:00:00.000Z' }),
      workstation('this', { isThis: true, lastSeenAt: '2026-11-02T00:00:00.000Z' }),
    ]
    expect(inOrder(list).map(({ clientId }) => clientId)).toEqual(['this', 'recent', 'never', 'shut'])
  })
})
