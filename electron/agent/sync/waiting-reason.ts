import type { OutboxEntry, SyncStatus, WaitsFor } from '../../../domain/sync/sync-contract.ts'

export interface Standstill {
  connection: SyncStatus['connection']
  outdated: boolean
  hasToken: boolean
}

/** Why one entry has not gone out: what stops everything comes before what stops this one. null for what no longer waits. */
export function waitingReason(
  state: OutboxEntry['state'],
  areFilesSettled: boolean,
  { connection, outdated, hasToken }: Standstill,
): WaitsFor | null {
  if (state !== 'waiting' && state !== 'sending') return null
  if (connection === 'revoked') return 'workstation'
  if (connection === 'signed-out' || !hasToken) return 'sign-in'
  if (outdated) return 'update'
  if (connection !== 'online' && state === 'waiting') return 'connection'
  return areFilesSettled ? 'turn' : 'files'
}
