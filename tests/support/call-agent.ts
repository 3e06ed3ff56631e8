import type { AgentBridge } from '../../domain/contracts/bridge.ts'
import type { Result } from '../../domain/contracts/failure.ts'
import type { Shell } from './shell-host.ts'

/** Asks the agent from inside the page, through the very door that the page uses: the preload's bridge, or loopback with the page's token. */
export function callAgent(shell: Shell, method: string, input?: unknown): Promise<Result<unknown>> {
  return shell.page.evaluate(
    async ([name, body]) => {
      const { agent } = globalThis as typeof globalThis & { agent?: AgentBridge }
      if (agent) return agent.call(name, body)
      const headers = { authorization: `Bearer ${String(sessionStorage.getItem('agent-token'))}` }
      const answer = await fetch(`/agent/${name}`, {
        method: 'POST',
        headers,
        body: body === undefined ? null : JSON.stringify(body),
      })
      // Safe: the loopback door answers a call with a Result.
      return (await answer.json()) as Result<unknown>
    },
    [method, input] as const,
  )
}
