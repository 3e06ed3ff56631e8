import { COMMAND_GROUPS, type Command, type CommandGroup } from './command.ts'

const RECORDS_SHOWN = 6

/** Whether a word of Latin letters is the pinyin, or the initials, of a part of the text; where that part begins, else null. */
export type PinyinMatch = (text: string, letters: string) => number | null

export interface CommandSection {
  group: CommandGroup
  commands: Command[]
  /** How many more were found than are shown. */
  hidden: number
}

/**
 * The commands that hold every word of `text` in their label or keywords, the best first, in groups of which the one with the best match
 * stands first. Without a word, the actions and pages as they are; records only where something is looked for.
 */
export function rankCommands(
  commands: readonly Command[],
  text: string,
  matchPinyin: PinyinMatch = () => null,
): CommandSection[] {
  const wanted = text
    .trim()
    .split(/\s+/)
    .map(plain)
    .filter((word) => word !== '')
  const found = commands.flatMap((command, place) => {
    if (wanted.length === 0 && isRecord(command)) return []
    const score = scoreOf(command, wanted, matchPinyin)
    return score === null ? [] : [{ command, score, place }]
  })
  found.sort((a, b) => a.score - b.score || a.place - b.place)
  const order = wanted.length === 0 ? COMMAND_GROUPS : [...new Set(found.map(({ command }) => command.group))]
  return order.flatMap((group) => {
    const all = found.filter(({ command }) => command.group === group).map(({ command }) => command)
    const shown = all.slice(0, group === '操作' || group === '页面' ? all.length : RECORDS_SHOWN)
    return all.length === 0 ? [] : [{ group, commands: shown, hidden: all.length - shown.length }]
  })
}

const isRecord = ({ group }: Command) => group !== '操作' && group !== '页面'

function scoreOf(command: Command, wanted: readonly string[], matchPinyin: PinyinMatch): number | null {
  let sum = 0
  for (const word of wanted) {
    const score = wordScore(command, word, matchPinyin)
    if (score === null) return null
    sum += score
  }
  return sum
}

/** 0 is the very label; what stands in the label goes before what stands in a keyword, letters before their pinyin. */
function wordScore(command: Command, word: string, matchPinyin: PinyinMatch): number | null {
  const { name, others } = plainWords(command)
  if (name === word) return 0
  const place = name.indexOf(word)
  if (place !== -1) return place === 0 ? 1 : 2
  if (others.some((other) => other.startsWith(word))) return 3
  if (others.some((other) => other.includes(word))) return 4
  if (!/^[A-Z]+$/.test(word) || !/\p{Script=Han}/u.test(name)) return null
  const begin = matchPinyin(command.label, word.toLowerCase())
  return begin === null ? null : begin === 0 ? 5 : 6
}

const plainWordsOf = new WeakMap<Command, { name: string; others: string[] }>()

/** Thousands of records are looked through at every key: each is written plainly once. */
function plainWords(command: Command): { name: string; others: string[] } {
  const known = plainWordsOf.get(command)
  if (known) return known
  const words = { name: plain(command.label), others: command.keywords.map(plain) }
  plainWordsOf.set(command, words)
  return words
}

/** Full-width letters, case, hyphens and blanks make no difference. */
function plain(text: string): string {
  return text.normalize('NFKC').replaceAll(/[-\s]/g, '').toUpperCase()
}
