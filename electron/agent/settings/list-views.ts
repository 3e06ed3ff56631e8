import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError, refuseProblems } from '../../../domain/contracts/failure.ts'
import { ListView, LIST_VIEWS_MAX, listViewNameProblem } from '../../../domain/settings/list-view.ts'
import type { settingsAgentMethods } from '../../../domain/settings/settings-contract.ts'
import type { Meta } from '../storage/meta.ts'

export interface ListViewsDeps {
  meta: Meta
  /** Of whoever is signed in. */
  accountId: () => string | null
}

/** Saved views of lists, each account's own; in the encrypted database, because a search may name somebody. */
export function createListViews({
  meta,
  accountId,
}: ListViewsDeps): CapabilityHandlers<
  Pick<typeof settingsAgentMethods, 'listViews' | 'saveListView' | 'removeListView'>
> {
  /** Ends in the account's id, so that it goes with the account's data. */
  const keyOf = (list: string) => {
    const account = accountId()
    if (account === null) throw new FailureError('not-signed-in')
    return `list-views-${list}-${account}`
  }
  const read = (list: string): ListView[] => {
    const text = meta.get(keyOf(list))
    return text === null ? [] : z.array(ListView).catch([]).parse(JSON.parse(text))
  }
  const keep = (list: string, views: readonly ListView[]): ListView[] => {
    meta.set(keyOf(list), JSON.stringify(views))
    return [...views]
  }
  return {
    listViews: ({ list }) => read(list),
    saveListView: ({ list, id, name: typed, content }) => {
      const views = read(list)
      const others = views.filter((view) => view.id !== id)
      const name = typed.trim()
      refuseProblems({
        name: listViewNameProblem(
          name,
          others.map((view) => view.name),
        ),
      })
      if (id !== null && others.length === views.length) {
        throw new FailureError('not-found', { message: '这个视图已被删除，请另存为新的视图' })
      }
      if (id === null && views.length >= LIST_VIEWS_MAX) {
        throw new FailureError('not-allowed', {
          message: `一个列表最多保存 ${String(LIST_VIEWS_MAX)} 个视图，请先删除不用的`,
        })
      }
      const saved = { id: id ?? randomUUID(), name, content }
      return keep(
        list,
        id === null ? [...views, saved] : views.map((view) => (view.id === id ? saved : view)),
      )
    },
    removeListView: ({ list, id }) =>
      keep(
        list,
        read(list).filter((view) => view.id !== id),
      ),
  }
}
