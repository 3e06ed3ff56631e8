import type { AgentBridge } from '../../domain/contracts/bridge.ts'
import type { Failure, Result } from '../../domain/contracts/failure.ts'

export interface FakeBridge extends AgentBridge {
  /** What the screens asked, in order. */
  calls: { method: string; input: unknown }[]
  /** From now on `method` answers this; a function sees the input. */
  answer: (method: string, value: unknown) => void
  fail: (method: string, failure: Failure) => void
  announce: (name: string, event: unknown) => void
}

/** The agent's door for tests of screens: stands where a shell would put `window.agent`. Methods without an answer fail `not-found`. */
export function installFakeBridge(): FakeBridge {
  const answers = new Map<string, (input: unknown) => Result<unknown>>()
  const listeners = new Set<(name: string, event: unknown) => void>()
  const calls: FakeBridge['calls'] = []
  const bridge: FakeBridge = {
    shell: 'browser',
    calls,
    call: (method, input) => {
      calls.push({ method, input })
      return Promise.resolve(answers.get(method)?.(input) ?? { ok: false, failure: { code: 'not-found' } })
    },
    on: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    answer: (method, value) => {
      answers.set(method, (input) => ({
        ok: true,
        value: typeof value === 'function' ? (value as (input: unknown) => unknown)(input) : value,
      }))
    },
    fail: (method, failure) => answers.set(method, () => ({ ok: false, failure })),
    announce: (name, event) => {
      for (const listener of listeners) listener(name, event)
    },
  }
  window.agent = bridge
  return bridge
}
