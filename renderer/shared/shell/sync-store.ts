import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Printer } from '../../../domain/printing/printing-contract.ts'
import type { SyncStatus } from '../../../domain/sync/sync-contract.ts'
import { agent } from '../../agent/agent.ts'
import { onAgentEvent } from '../../agent/agent-events.ts'

/** What the corner of the screen shows: sync and label printers, kept up to date by the agent's events. */
export const useSyncStore = defineStore('sync', () => {
  const status = ref<SyncStatus | null>(null)
  const printers = ref<Printer[]>([])
  let started = false

  const offline = computed(() => status.value?.connection === 'offline')

  async function start(): Promise<void> {
    if (started) return
    started = true
    onAgentEvent('sync.status', (changed) => (status.value = changed))
    onAgentEvent('printing.printers', () => void refreshPrinters())
    await Promise.all([refreshStatus(), refreshPrinters()])
  }

  async function refreshStatus(): Promise<void> {
    const result = await agent.sync.status()
    if (result.ok) status.value = result.value
  }

  async function refreshPrinters(): Promise<void> {
    const result = await agent.printing.listPrinters()
    if (result.ok) printers.value = result.value
  }

  return { status, printers, offline, start, refreshStatus, refreshPrinters }
})
