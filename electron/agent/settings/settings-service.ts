import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import type { settingsAgentMethods } from '../../../domain/settings/settings-contract.ts'
import { createListViews, type ListViewsDeps } from './list-views.ts'
import type { ProxySettings } from './proxy-settings.ts'

export interface SettingsServiceDeps extends ListViewsDeps {
  proxy: ProxySettings
  measureServer: () => Promise<{ tookMs: number }>
  /** Another way to the server: what waits may be sent by it. */
  onProxyChanged: () => void
}

/** 设置 of this workstation that the agent acts upon. */
export function createSettingsService(
  deps: SettingsServiceDeps,
): CapabilityHandlers<typeof settingsAgentMethods> {
  const { proxy, measureServer, onProxyChanged } = deps
  return {
    ...createListViews(deps),
    proxy: () => proxy.state(),
    setProxy: async (choice) => {
      const state = await proxy.set(choice)
      onProxyChanged()
      return state
    },
    tryServer: async () => {
      const { tookMs } = await measureServer()
      return { tookMs, through: proxy.state().inUse }
    },
  }
}
