import { onScopeDispose } from 'vue'
import { agentEvents, type AgentEvent, type AgentEventName } from '../../domain/contracts/agent-events.ts'
import { bridge } from './agent.ts'

/** Calls `listener` for every such event of the agent until the answer is called. An event of an unknown shape is left out. */
export function onAgentEvent<Name extends AgentEventName>(
  name: Name,
  listener: (event: AgentEvent<Name>) => void,
): () => void {
  return bridge.on((heard, event) => {
    if (heard !== name) return
    const parsed = agentEvents[name].safeParse(event)
    // Safe: parsed by the very schema that AgentEvent<Name> is inferred from.
    if (parsed.success) listener(parsed.data as AgentEvent<Name>)
  })
}

/** The same for a component or store: stops by itself when its scope ends. */
export function useAgentEvent<Name extends AgentEventName>(
  name: Name,
  listener: (event: AgentEvent<Name>) => void,
): void {
  onScopeDispose(onAgentEvent(name, listener))
}
