import type { FunctionalComponent } from 'vue'

/** The groups of the command box, in the order in which they stand where nothing else decides. */
export const COMMAND_GROUPS = [
  '操作',
  '页面',
  '执业项目',
  '消防设施操作员',
  '注册消防工程师',
  '维保标签',
] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

/** One line of the command box: choosing it goes to `to`. */
export interface Command {
  id: string
  group: CommandGroup
  label: string
  /** Shown after the label; never a person's number. */
  detail: string
  /** Further words by which it is found; never a person's number. */
  keywords: readonly string[]
  icon: FunctionalComponent
  to: string
}
