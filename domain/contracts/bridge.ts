import type { Call } from './contract.ts'

/** What every shell lends to the screens: the preload's `window.agent`, or the loopback's twin of it. */
export interface AgentBridge {
  shell: 'electron' | 'browser'
  call: Call
  /** Hears every event of the agent, unparsed (names and shapes stand in agent-events.ts); the answer stops it. */
  on: (listener: (name: string, event: unknown) => void) => () => void
}
