import type { AgentBridge } from '../../domain/contracts/bridge.ts'
import type { Result } from '../../domain/contracts/failure.ts'
import { createLoopbackBridge } from './loopback-bridge.ts'

declare global {
  interface Window {
    /** Set by the preload script in Electron, absent in the browser shell. */
    agent?: AgentBridge
  }
}

const TOKEN_KEY = 'agent-token'

/** The agent's door in whichever shell this page runs: the preload's in Electron, loopback HTTP in the browser. */
export function connectBridge(): AgentBridge {
  const bridge = window.agent ?? createLoopbackBridge(takeToken())
  return {
    shell: bridge.shell,
    call: neverRejecting(withPlainInput(bridge.call)),
    on: (listener) => bridge.on(listener),
  }
}

/** Forms hand over what Vue watches, and such proxies cannot be cloned on their way through Electron's bridge: only plain JSON values cross. */
function withPlainInput(call: AgentBridge['call']): AgentBridge['call'] {
  return (method, input) => call(method, input === undefined ? undefined : JSON.parse(JSON.stringify(input)))
}

/** A shell that dies in mid-call rejects; screens only know Results. */
function neverRejecting(call: AgentBridge['call']): AgentBridge['call'] {
  return async (method, input): Promise<Result<unknown>> => {
    try {
      return await call(method, input)
    } catch {
      return { ok: false, failure: { code: 'internal', message: '本机服务没有应答，请重新打开客户端' } }
    }
  }
}

/**
 * The loopback's token arrives once in the address's fragment (`#token=…`). It is kept for reloads of this tab only and taken
 * out of the address, so that neither history nor a screenshot shows it.
 */
function takeToken(): string {
  const fromAddress = /^#token=([\w-]+)$/.exec(window.location.hash)?.[1]
  if (fromAddress !== undefined) {
    sessionStorage.setItem(TOKEN_KEY, fromAddress)
    history.replaceState(null, '', window.location.pathname)
  }
  return sessionStorage.getItem(TOKEN_KEY) ?? ''
}
