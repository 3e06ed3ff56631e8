import { z } from 'zod'
import { ListView, ListViewContent } from './list-view.ts'
import { ProxyChoice } from './proxy-choice.ts'

/** The name of a list in the program. */
const ListName = z.object({ list: z.string().max(40) })

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
  /** Of whoever is signed in, in the order they were saved. */
  listViews: { input: ListName, output: z.array(ListView) },
  /** `id` null saves a new one, else replaces name and content. Fails `invalid-input` for a name that stands already. */
  saveListView: {
    input: ListName.extend({
      id: z.string().nullable(),
      name: z.string().max(100),
      content: ListViewContent,
    }),
    output: z.array(ListView),
  },
  removeListView: { input: ListName.extend({ id: z.string() }), output: z.array(ListView) },
}
