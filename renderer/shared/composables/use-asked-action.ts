import { nextTick, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * Runs `run` when the address asks for it (`?do=<name>`) and takes the request out of the address again, so that neither a reload nor the
 * way back repeats it. `ready` holds it back until the page can.
 */
export function useAskedAction(name: string, run: () => unknown, ready: () => boolean = () => true): void {
  const route = useRoute()
  const router = useRouter()
  const { path } = route
  watch(
    () => route.path === path && route.query['do'] === name && ready(),
    async (asked) => {
      if (!asked) return
      const query = Object.entries(route.query).filter(([key]) => key !== 'do')
      await router.replace({ query: Object.fromEntries(query) })
      // What the action opens stands in the template, which comes after this.
      await nextTick()
      run()
    },
    { immediate: true },
  )
}
