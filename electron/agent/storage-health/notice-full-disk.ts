import type { Database } from 'better-sqlite3'
import type { AgentContract } from '../../../domain/contracts/agent-contract.ts'
import type { Handlers } from '../../../domain/contracts/contract.ts'
import { diskFull, isDiskFull } from '../storage/database.ts'

type AnyHandler = (...input: unknown[]) => unknown

/** The same handlers; whatever finds the disk full fails `storage-full`, and the room kept back is given up, so that what is under way can be finished. */
export function noticeFullDisk(handlers: Handlers<AgentContract>, db: Database): Handlers<AgentContract> {
  const watched = Object.entries(handlers).map(([capability, verbs]) => [
    capability,
    Object.fromEntries(
      // Safe: every entry of a capability is a handler.
      Object.entries(verbs as Record<string, AnyHandler>).map(([verb, handle]) => [
        verb,
        async (...input: unknown[]) => {
          try {
            return await handle(...input)
          } catch (error) {
            throw isDiskFull(error) ? diskFull(db) : error
          }
        },
      ]),
    ),
  ])
  // Safe: the same names with functions of the same signatures.
  return Object.fromEntries(watched) as Handlers<AgentContract>
}
