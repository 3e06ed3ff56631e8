import { z } from 'zod'

export const LIST_VIEW_NAME_MAX = 20
/** More are no help in finding one. */
export const LIST_VIEWS_MAX = 30

/** A list as somebody wants to see it again: which rows, in which order, with which columns. */
export const ListViewContent = z.object({
  /** The list's own conditions, by name; the list leaves out what it no longer knows. */
  filter: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  sort: z.object({ key: z.string(), descending: z.boolean() }).nullable(),
  columns: z
    .object({
      hidden: z.array(z.string()),
      order: z.array(z.string()),
      widths: z.record(z.string(), z.number()),
    })
    .nullable(),
})
export type ListViewContent = z.infer<typeof ListViewContent>

export const ListView = z.object({ id: z.string(), name: z.string(), content: ListViewContent })
export type ListView = z.infer<typeof ListView>

/** What is wrong with a new name beside those of the other views; null: nothing. */
export function listViewNameProblem(typed: string, others: readonly string[]): string | null {
  const name = typed.trim()
  if (name === '') return '请填写视图名称'
  const { length } = Array.from(name)
  if (length > LIST_VIEW_NAME_MAX) {
    return `视图名称最多 ${String(LIST_VIEW_NAME_MAX)} 个字，现在是 ${String(length)} 个`
  }
  return others.includes(name) ? `已有名为“${name}”的视图，请换一个名称` : null
}
