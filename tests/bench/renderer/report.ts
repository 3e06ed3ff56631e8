import type { PageCost } from './measure-page.ts'

const ROWS: { label: string; budget: string; digits: number; of: (cost: PageCost) => number }[] = [
  { label: 'page usable with 2,000 people, CPU ms', budget: '', digits: 0, of: ({ usableMs }) => usableMs },
  { label: 'from 0 to 2,000 people, CPU ms', budget: '≤ 60', digits: 1, of: ({ fillMs }) => fillMs },
  { label: 'one key of the search, CPU ms', budget: '≤ 30', digits: 1, of: ({ searchKeyMs }) => searchKeyMs },
  { label: '20 jumps of 700 px, CPU ms', budget: '', digits: 0, of: ({ scrollMs }) => scrollMs },
  { label: 'DOM elements', budget: '≤ 4,000', digits: 0, of: ({ domNodes }) => domNodes },
  { label: 'JavaScript heap, MB', budget: '', digits: 1, of: ({ heapMb }) => heapMb },
]
const NAMES: Record<string, string> = {
  product: 'our grid',
  'element-plus': 'Element Plus el-table-v2',
  'naive-ui': 'Naive UI n-data-table, virtual',
}

interface Report {
  costs: readonly PageCost[]
  runs: number
  day: string
  commit: string
  machine: string
  versions: string
}

/** docs/bench-renderer.md: medians, and the minimum behind them, since a busy machine only ever adds. */
export function reportOf({ costs, runs, day, commit, machine, versions }: Report): string {
  const contenders = [...Map.groupBy(costs, ({ contender }) => contender)]
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const head = ['median (minimum)', 'budget', ...contenders.map(([name]) => NAMES[name] ?? name)]
  const rows = ROWS.map(({ label, budget, digits, of }) => [
    label,
    budget,
    ...contenders.map(([, own]) => {
      const sorted = own.map(of).sort((one, other) => one - other)
      const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
      return `${median.toFixed(digits)} (${(sorted[0] ?? Number.NaN).toFixed(digits)})`
    }),
  ])
  return `# The grid of 2,000 people, measured

\`npm run bench:renderer\`, ${day}, commit ${commit}, ${runs} runs in turn. ${machine}. ${versions}.
Milliseconds are CPU of the page's main thread (Chromium's ThreadTime), not wall time. Every contender has the same people, columns, parts in the cells (masked numbers with their button, state, 修改 and
删除 in a column that stays at the right), search field and 1366×768 window. Ours is the product's own \`OperatorsGrid.vue\` with selection by keyboard, sorting and column settings.

${[head, head.map(() => '---'), ...rows].map(line).join('\n')}
`
}
