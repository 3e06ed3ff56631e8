import type { AgentEvent, AgentEventName, Announce } from '../../domain/contracts/agent-events.ts'
import { agentContract } from '../../domain/contracts/agent-contract.ts'
import type { Call } from '../../domain/contracts/contract.ts'
import { createDispatcher } from '../../domain/contracts/dispatch.ts'
import { FailureError } from '../../domain/contracts/failure.ts'
import type { AgentHost } from './host.ts'

export type AgentListener = (name: AgentEventName, event: AgentEvent<AgentEventName>) => void

/** The local agent: everything a shell may ask goes through `call`, everything it announces through `on`. */
export interface Agent {
  readonly call: Call
  /** Returns the unsubscriber. */
  on(listener: AgentListener): () => void
  /** Ends its timers, connections and the database; a call after it fails. */
  stop(): Promise<void>
}

/** Opens the workstation's database and starts the agent. Fails `storage-damaged` when the database cannot be opened. */
export function createAgent(host: AgentHost): Promise<Agent> {
  const listeners = new Set<AgentListener>()
  const announce: Announce = (name, event) => {
    for (const listener of listeners) listener(name, event)
  }
  void announce
  const refuse = () => {
    throw new FailureError('not-found', { message: '此功能尚未接通' })
  }
  const handlers = Object.fromEntries(
    Object.entries(agentContract).map(([capability, methods]) => [
      capability,
      Object.fromEntries(Object.keys(methods).map((verb) => [verb, refuse])),
    ]),
  )
  const dispatch = createDispatcher(agentContract, handlers, (method, error) => {
    host.log.error(`call failed: ${method}`, { error: error instanceof Error ? error.name : 'unknown' })
  })
  return Promise.resolve({
    call: (method, input) => dispatch(method, input),
    on: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop: () => Promise.resolve(),
  })
}
