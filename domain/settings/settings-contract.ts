import { z } from 'zod'
import { ProxyChoice } from './proxy-choice.ts'

export const ProxyState = ProxyChoice.extend({
  hasPassword: z.boolean(),
  /** `host:port` of the proxy that requests go through at present; null: straight. */
  inUse: z.string().nullable(),
})
export type ProxyState = z.infer<typeof ProxyState>

export const settingsAgentMethods = {
  proxy: { input: z.void(), output: ProxyState },
  /**
   * Takes effect with the next request. `password` null keeps the one that is known, as long as it goes to the same proxy under the same name.
   * Fails `invalid-input` with the field's name.
   */
  setProxy: {
    input: ProxyChoice.extend({ password: z.string().max(200).nullable() }),
    output: ProxyState,
  },
  /** Asks the server for a sign of life the way every request goes. Fails `server-unreachable`, with words where it is the proxy's fault. */
  tryServer: {
    input: z.void(),
    output: z.object({ tookMs: z.number(), through: z.string().nullable() }),
  },
}
