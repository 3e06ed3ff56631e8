import { createPinia } from 'pinia'
import { createApp, defineComponent, h, ref, shallowRef, type VNode } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { OperatorView } from '../../../../domain/people/people-contract.ts'
import { filterOperators, NO_OPERATOR_FILTER } from '../../../../renderer/shared/people/operator-search.ts'
import '../../../../renderer/app/theme/app.css'
import '../../../../renderer/app/theme/tokens.css'
import { madeOperators } from './made-operators.ts'
import './page.css'

declare global {
  interface Window {
    bench: { setCount: (count: number) => void }
  }
}

/** What every contender draws; `toggle` and `edit` are wired so that nobody saves the listeners. */
export interface TableProps {
  operators: readonly OperatorView[]
  selected: ReadonlySet<string>
  toggle: (operator: OperatorView) => void
  edit: (operator: OperatorView) => void
}

/**
 * A page with a search field over a contender's table. The field, the search and the people are the same for all; `?rows=` says how many people
 * stand there from the start.
 */
export function mountPage(table: (props: TableProps) => VNode): void {
  const operators = shallowRef(madeOperators(Number(new URLSearchParams(location.search).get('rows') ?? 0)))
  const text = ref('')
  const selected = shallowRef<ReadonlySet<string>>(new Set())
  const Page = defineComponent(() => {
    const toggle = ({ id }: OperatorView) => {
      const next = new Set(selected.value)
      if (!next.delete(id)) next.add(id)
      selected.value = next
    }
    const edit = ({ id }: OperatorView) => console.debug(id)
    return () =>
      h('main', { class: 'bench-page' }, [
        h('input', {
          'aria-label': '查询操作员',
          onInput: ({ target }: InputEvent) => {
            if (target instanceof HTMLInputElement) text.value = target.value
          },
        }),
        h('div', { class: 'table' }, [
          table({
            operators: filterOperators(operators.value, { ...NO_OPERATOR_FILTER, text: text.value }),
            selected: selected.value,
            toggle,
            edit,
          }),
        ]),
      ])
  })
  window.bench = {
    setCount: (count) => {
      operators.value = madeOperators(count)
    },
  }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:all(.*)*', component: Page }],
  })
  createApp(Page).use(createPinia()).use(router).mount('#app')
}
