import type { Workstation } from '../../../domain/workstations/workstations-contract.ts'

export type ListedWorkstation = Workstation & { isThis: boolean }

/** This one first, then the last seen; those that were shut out come at the end. */
export function inOrder(workstations: readonly ListedWorkstation[]): ListedWorkstation[] {
  return [...workstations].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (b.lastSeenAt ?? b.firstSeenAt).localeCompare(a.lastSeenAt ?? a.firstSeenAt) ||
      a.clientId.localeCompare(b.clientId),
  )
}

function rank({ isThis, revokedAt }: ListedWorkstation): number {
  if (isThis) return 0
  return revokedAt === null ? 1 : 2
}
