import { onScopeDispose, watchEffect } from 'vue'
import { useShellStore, type TaskEntry } from './shell-store.ts'

/** Shows a task list in the left list under the entry with the path `under` while the calling page is open. */
export function useTaskList(under: string, entries: () => TaskEntry[]): void {
  const shell = useShellStore()
  watchEffect(() => {
    shell.tasks = { under, entries: entries() }
  })
  onScopeDispose(() => {
    if (shell.tasks?.under === under) shell.tasks = null
  })
}
