import { megabytes, type Findings, type SavePace, type Transfer } from './measures.ts'

/** Every figure's own median over the runs of one contender. */
export function medianOf(runs: readonly Findings[]): Findings {
  const [first] = runs
  if (!first) throw new Error('nothing was measured')
  const of = (figure: (run: Findings) => number | null | undefined): number | null => {
    const sorted = runs.flatMap((run) => figure(run) ?? []).sort((one, other) => one - other)
    return sorted[Math.floor(sorted.length / 2)] ?? null
  }
  const pace = (step: (run: Findings) => SavePace | null): SavePace | null =>
    step(first) && {
      perSecond: of((run) => step(run)?.perSecond) ?? 0,
      p50Ms: of((run) => step(run)?.p50Ms) ?? 0,
      p99Ms: of((run) => step(run)?.p99Ms) ?? 0,
    }
  const transfer = (step: (run: Findings) => Transfer | null): Transfer | null =>
    step(first) && {
      seconds: of((run) => step(run)?.seconds) ?? 0,
      bytesUp: of((run) => step(run)?.bytesUp) ?? 0,
      bytesDown: of((run) => step(run)?.bytesDown) ?? 0,
    }
  const replay = transfer((run) => run.replay)
  return {
    ...first,
    save: pace((run) => run.save) ?? first.save,
    draft: pace((run) => run.draft),
    push: transfer((run) => run.push),
    pull: transfer((run) => run.pull),
    replay: replay && { ...replay, newRows: Math.max(...runs.map((run) => run.replay?.newRows ?? 0)) },
    attachment: first.attachment && {
      megabytesPerSecond: of((run) => run.attachment?.megabytesPerSecond) ?? 0,
    },
    idleBytes: of((run) => run.idleBytes),
    eventLoopP99Ms: of((run) => run.eventLoopP99Ms),
    clientRssMb: of((run) => run.clientRssMb) ?? 0,
    serverRssMb: of((run) => run.serverRssMb),
  }
}

const text = (value: number | null | undefined, digits: number) =>
  value === null || value === undefined ? '–' : value.toFixed(digits)
const mb = (value: number | null | undefined) =>
  value === null || value === undefined ? '–' : text(megabytes(value), 2)

const ROWS: { label: string; aim: string; of: (findings: Findings) => string }[] = [
  {
    label: 'durable save of a record, per second',
    aim: '≥ 1,500',
    of: ({ save }) => text(save.perSecond, 0),
  },
  {
    label: '… p50 / p99, ms',
    aim: '≤ 0.6 / ≤ 6',
    of: ({ save }) => `${text(save.p50Ms, 2)} / ${text(save.p99Ms, 2)}`,
  },
  {
    label: 'the same draft saved again, per second',
    aim: '≥ 1,500',
    of: ({ draft }) => text(draft?.perSecond, 0),
  },
  {
    label: '… p50 / p99, ms',
    aim: '≤ 0.6 / ≤ 6',
    of: ({ draft }) => (draft ? `${text(draft.p50Ms, 2)} / ${text(draft.p99Ms, 2)}` : '–'),
  },
  { label: 'push, s', aim: '≤ 2.5', of: ({ push }) => text(push?.seconds, 2) },
  {
    label: '… MB up / down',
    aim: '≤ 6 up',
    of: ({ push }) => `${mb(push?.bytesUp)} / ${mb(push?.bytesDown)}`,
  },
  { label: 'fresh pull with local commit, s', aim: '≤ 1.5', of: ({ pull }) => text(pull?.seconds, 2) },
  {
    label: '… MB up / down',
    aim: '≤ 6 down',
    of: ({ pull }) => `${mb(pull?.bytesUp)} / ${mb(pull?.bytesDown)}`,
  },
  { label: 'replay of everything, s', aim: '≤ 1', of: ({ replay }) => text(replay?.seconds, 2) },
  { label: '… new rows at the server', aim: '0', of: ({ replay }) => text(replay?.newRows, 0) },
  {
    label: 'attachment of 49 MB, MB/s',
    aim: '≥ 50',
    of: ({ attachment }) => text(attachment?.megabytesPerSecond, 0),
  },
  { label: 'idle round, bytes', aim: '≤ 2,048', of: ({ idleBytes }) => text(idleBytes, 0) },
  {
    label: 'event loop delay while syncing, p99 ms',
    aim: '≤ 20',
    of: ({ eventLoopP99Ms }) => text(eventLoopP99Ms, 1),
  },
  {
    label: 'most memory, client / server, MB',
    aim: '',
    of: ({ clientRssMb, serverRssMb }) => `${text(clientRssMb, 0)} / ${text(serverRssMb, 0)}`,
  },
]

interface Report {
  medians: readonly Findings[]
  growth: readonly Findings[]
  runs: number
  /** As they were given on the command line. */
  options: string
  day: string
  commit: string
  machine: string
}

/** The tables of docs/bench-sync.md. */
export function reportOf({ medians, growth, runs, options, day, commit, machine }: Report): string {
  const records = medians[0]?.records ?? 0
  const versions = medians.map(
    ({ contender, versions: own }) =>
      `${contender}: ${Object.entries(own)
        .map(([name, version]) => `${name} ${version}`)
        .join(', ')}`,
  )
  return `# Sync, measured

\`npm run bench:sync -- ${options}\`, ${day}, commit ${commit}. ${records.toLocaleString('en')} records of 2,048 bytes, ${runs === 1 ? 'one run' : `median of ${runs} runs in turn`}. ${machine}.
The product goes its whole way: dispatcher, validation on both sides, encrypted SQLite at FULL on the client, merge and history on the server in a process of its own, gzip.
The floor is encrypted better-sqlite3 at FULL and a bare Fastify that keeps nothing. PouchDB does not sync to disk at every put (leveldb), neither encrypts nor validates. ${versions.join('; ')}.

${table(
  ['', 'aim', ...medians.map(({ contender }) => contender)],
  ROWS.map(({ label, aim, of }) => [label, aim, ...medians.map(of)]),
)}
${growth.length === 0 ? '' : growthTable(growth)}`
}

function growthTable(growth: readonly Findings[]): string {
  const perRecord = (seconds: number | undefined, records: number) =>
    text(((seconds ?? 0) * 1e6) / records, 0)
  const rows = growth.map(({ records, save, push, pull, replay }) => [
    records.toLocaleString('en'),
    text(save.p50Ms * 1000, 0),
    perRecord(push?.seconds, records),
    perRecord(pull?.seconds, records),
    perRecord(replay?.seconds, records),
  ])
  return `
## Growth of the product, microseconds per record

${table(['records', 'save (p50)', 'push', 'fresh pull', 'replay'], rows)}
`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
