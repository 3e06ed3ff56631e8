import {
  computed,
  inject,
  onScopeDispose,
  provide,
  shallowReactive,
  type ComputedRef,
  type InjectionKey,
} from 'vue'

/** What one notice of a page has to say; null when nothing is wrong. */
export interface Trouble {
  words: () => string | null
  /** null where trying again is not offered. */
  retry: () => (() => unknown) | null
}
export interface SharedTrouble {
  /** Another notice before this one says the same already. */
  isSaid: ComputedRef<boolean>
  /** One of those with the same words can be tried again. */
  mayRetry: ComputedRef<boolean>
  /** What every notice with the same words would try again. */
  retryAll: () => void
}

const KEY: InjectionKey<Trouble[]> = Symbol('troubles of this page')

/** Within this component, a page or a dialog, the same words are said once, and one 重试 stands for all who would say them. */
export function shareTroubles(): void {
  provide(KEY, shallowReactive([]))
}

/** `alone`, and outside a component that called `shareTroubles`, a notice speaks for itself. */
export function useSharedTrouble(own: Trouble, alone: boolean): SharedTrouble {
  const troubles = (alone ? null : inject(KEY, null)) ?? shallowReactive<Trouble[]>([])
  troubles.push(own)
  const same = computed(() => troubles.filter((trouble) => trouble.words() === own.words()))
  onScopeDispose(() => troubles.splice(troubles.indexOf(own), 1))
  return {
    isSaid: computed(() => same.value[0] !== own),
    mayRetry: computed(() => same.value.some(({ retry }) => retry() !== null)),
    retryAll: () => {
      for (const { retry } of same.value) void retry()?.()
    },
  }
}
