import { defineStore } from 'pinia'
import { ref } from 'vue'

/** One step under an entry of the left list, as in 自主录入. */
export interface TaskEntry {
  label: string
  to: string
  state: 'done' | 'attention' | 'open'
  /** Shown at the right, for instance 1/2. */
  note?: string
}

/** What pages tell the shell around them: the last saved draft, and the task list under the current entry. */
export const useShellStore = defineStore('shell', () => {
  const draftSavedAt = ref<string | null>(null)
  const tasks = ref<{ under: string; entries: TaskEntry[] } | null>(null)
  return { draftSavedAt, tasks }
})
