import type { OutboxEntry } from '../../../domain/sync/sync-contract.ts'

export type Section = 'all' | 'refused' | 'conflict' | 'waiting'

export const SECTIONS: readonly { key: Section; label: string }[] = [
  { key: 'all', label: '全部' },
  { key: 'refused', label: '未通过' },
  { key: 'conflict', label: '有冲突' },
  { key: 'waiting', label: '待同步' },
]

/** What a person has to deal with stands first; within a section the order in which it is sent. */
const RANK = { refused: 0, conflict: 1, sending: 2, waiting: 2 } as const

export function inSection(entries: readonly OutboxEntry[], section: Section): OutboxEntry[] {
  return entries
    .filter(({ state }) => section === 'all' || sectionOf(state) === section)
    .sort((one, other) => RANK[one.state] - RANK[other.state] || one.seq - other.seq)
}

export function sectionCounts(entries: readonly OutboxEntry[]): Record<Section, number> {
  const counts = { all: entries.length, refused: 0, conflict: 0, waiting: 0 }
  for (const { state } of entries) counts[sectionOf(state)] += 1
  return counts
}

function sectionOf(state: OutboxEntry['state']): Exclude<Section, 'all'> {
  return state === 'sending' ? 'waiting' : state
}
