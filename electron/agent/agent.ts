import { type AgentContract, agentContract } from '../../domain/contracts/agent-contract.ts'
import type { AgentEvent, AgentEventName, Announce } from '../../domain/contracts/agent-events.ts'
import type { Call, Handlers } from '../../domain/contracts/contract.ts'
import { createDispatcher, type Dispatch } from '../../domain/contracts/dispatch.ts'
import { createServices } from './agent-services.ts'
import { describeError } from './describe-error.ts'
import type { AgentHost } from './host.ts'
import { clearAccount } from './storage-health/clear-account.ts'
import { noticeFullDisk } from './storage-health/notice-full-disk.ts'
import { openStorage } from './storage-health/open-storage.ts'
import { createStorage } from './storage-health/storage.ts'
import { troubledHandlers } from './storage-health/troubled-storage.ts'
import { StorageTroubleError } from './storage/database.ts'

export type AgentListener = (name: AgentEventName, event: AgentEvent<AgentEventName>) => void

/** The local agent: everything a shell may ask goes through `call`, everything it announces through `on`. */
export interface Agent {
  readonly call: Call
  /** Returns the unsubscriber. */
  on(listener: AgentListener): () => void
  /** Ends its timers, connections and the database; a call after it fails. */
  stop(): Promise<void>
}

/**
 * Opens the workstation's database and starts the agent. Where the database cannot be opened the agent answers all the same, but only `storage.trouble` and what mends it.
 */
export async function createAgent(host: AgentHost): Promise<Agent> {
  const storage = createStorage(host)
  const listeners = new Set<AgentListener>()
  const announce: Announce = (name, event) => {
    for (const listener of listeners) listener(name, event)
  }
  const dispatcher = (handlers: Handlers<AgentContract>) =>
    createDispatcher(agentContract, handlers, (method, error) => {
      host.log.error(`call failed: ${method}`, describeError(error))
    })
  const begin = async (): Promise<Running> => {
    try {
      const { db, key } = await openStorage(storage, host.log)
      const services = await createServices(host, { storage, db, key }, announce, {
        clear: (accountId, signOut) =>
          restart(async () => {
            await services.stop()
            try {
              await signOut()
              clearAccount(db, accountId)
            } finally {
              db.close()
            }
          }),
      })
      services.start()
      const stop = async () => {
        await services.stop()
        db.close()
      }
      return { dispatch: dispatcher(noticeFullDisk(services.handlers, db)), stop }
    } catch (error) {
      if (!(error instanceof StorageTroubleError)) throw error
      host.log.error('the database cannot be opened', { kind: error.kind, ...describeError(error.cause) })
      return { dispatch: dispatcher(troubledHandlers(storage, error, reopen)), stop: () => Promise.resolve() }
    }
  }
  const reopen = async () => {
    running = await begin()
  }
  let restarting: Promise<void> | null = null
  /** Whoever asks meanwhile is answered by what comes after it. */
  const restart = async (between: () => Promise<void>) => {
    restarting = between()
      .finally(reopen)
      .finally(() => (restarting = null))
    await restarting
    announce('session.changed', null)
  }
  let running = await begin()
  return {
    call: async (method, input) => {
      await restarting
      return running.dispatch(method, input)
    },
    on: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop: async () => {
      listeners.clear()
      await restarting
      await running.stop()
    },
  }
}

interface Running {
  dispatch: Dispatch
  stop(): Promise<void>
}
