import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import type { settingsAgentMethods } from '../../../domain/settings/settings-contract.ts'
import type { ProxySettings } from './proxy-settings.ts'

export interface SettingsServiceDeps {
  proxy: ProxySettings
  measureServer: () => Promise<{ tookMs: number }>
  /** Another way to the server: what waits may be sent by it. */
  onProxyChanged: () => void
}

/** 设置 of this workstation that the agent acts upon. */
export function createSettingsService({
  proxy,
  measureServer,
  onProxyChanged,
}: SettingsServiceDeps): CapabilityHandlers<typeof settingsAgentMethods> {
  return {
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
