import type { Kysely } from 'kysely'
import type { MutationResult } from '../../domain/sync/sync-contract.ts'
import { builtOnce } from '../database/built-once.ts'
import type { Tables } from '../database/tables.ts'
import { chunks, valuesOf } from '../records/record-rows.ts'

/** Where content was sent from first: this is what it is known by, together with its hash. */
export interface Origin {
  clientId: string
  seq: number
}
export interface Answer {
  hash: string
  result: MutationResult
}

/** What became of a workstation's own numbers from `fromSeq` to `toSeq`; purged ones are missing. */
export async function readAnswers(
  db: Kysely<Tables>,
  clientId: string,
  fromSeq: number,
  toSeq: number,
): Promise<Map<number, Answer>> {
  if (fromSeq > toSeq) return new Map()
  const rows = await db
    .selectFrom('applied')
    .select(['seq', 'hash', 'result'])
    .where('client_id', '=', clientId)
    .where('seq', '>=', fromSeq)
    .where('seq', '<=', toSeq)
    .execute()
  const results = readResults(rows)
  return new Map(
    rows.flatMap(({ seq, hash }, index) => {
      const result = results[index]
      return result ? [[seq, { hash, result }] as const] : []
    }),
  )
}

/** Answers to content by where it came from first. `isPurged`: the number was answered so long ago that the answer is gone. */
export interface KnownContent {
  find: (origin: Origin, hash: string) => MutationResult | null
  isPurged: (origin: Origin) => boolean
  add: (origin: Origin, hash: string, result: MutationResult) => void
}

/** `origins` of content that is about to be applied; only what this organisation's workstations sent is looked at. The feed must be locked. */
export async function readKnownContent(
  db: Kysely<Tables>,
  organisationId: string,
  origins: readonly Origin[],
): Promise<KnownContent> {
  const known = new Map<string, MutationResult>()
  const answered = new Set<string>()
  const lastSeqs = new Map<string, number>()
  const keyOf = ({ clientId, seq }: Origin, hash: string) => `${clientId}\n${seq}\n${hash}`

  const numbers = new Map<string, number[]>()
  for (const { clientId, seq } of origins) {
    const own = numbers.get(clientId) ?? []
    numbers.set(clientId, own)
    own.push(seq)
  }
  for (const [clientId, seqs] of numbers) {
    const client = await db
      .selectFrom('client')
      .select('last_seq')
      .where('id', '=', clientId)
      .where('organisation_id', '=', organisationId)
      .executeTakeFirst()
    lastSeqs.set(clientId, client?.last_seq ?? 0)
    for (const part of chunks(seqs)) {
      const own = db.selectFrom('applied').where('client_id', '=', clientId).where('seq', 'in', part)
      const passedOn = db
        .selectFrom('passed_on')
        .where('organisation_id', '=', organisationId)
        .where('client_id', '=', clientId)
        .where('seq', 'in', part)
      const rows = [
        ...(client ? await own.select(['seq', 'hash', 'result']).execute() : []),
        ...(await passedOn.select(['seq', 'hash', 'result']).execute()),
      ]
      const results = readResults(rows)
      for (const [index, { seq, hash }] of rows.entries()) {
        const result = results[index]
        if (result) known.set(keyOf({ clientId, seq }, hash), result)
        answered.add(`${clientId}\n${seq}`)
      }
    }
  }
  return {
    find: (origin, hash) => known.get(keyOf(origin, hash)) ?? null,
    isPurged: ({ clientId, seq }) =>
      seq <= (lastSeqs.get(clientId) ?? 0) && !answered.has(`${clientId}\n${seq}`),
    add: (origin, hash, result) => known.set(keyOf(origin, hash), result),
  }
}

export interface FreshAnswer extends Answer {
  /** Only where the content came from elsewhere. */
  origin: Origin | null
}

export async function keepAnswers(
  db: Kysely<Tables>,
  by: { organisationId: string; clientId: string; at: string },
  answers: readonly FreshAnswer[],
): Promise<void> {
  for (const part of chunks(answers)) {
    const rows = part.map(({ hash, result }) => ({
      client_id: by.clientId,
      seq: result.seq,
      hash,
      result: JSON.stringify(result),
      applied_at: by.at,
    }))
    await builtOnce(db, `answers ${rows.length}`, valuesOf(rows), () => db.insertInto('applied').values(rows))
    const passedOn = rows.flatMap(({ hash, result, applied_at }, index) => {
      const origin = part[index]?.origin
      return origin
        ? [
            {
              organisation_id: by.organisationId,
              client_id: origin.clientId,
              seq: origin.seq,
              hash,
              result,
              applied_at,
            },
          ]
        : []
    })
    if (passedOn.length === 0) continue
    await db
      .insertInto('passed_on')
      .values(passedOn)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** In one go: five hundred texts read one by one take several times as long. */
function readResults(rows: readonly { result: string }[]): MutationResult[] {
  // Safe: only `keepAnswers` writes results.
  return JSON.parse(`[${rows.map(({ result }) => result).join(',')}]`) as MutationResult[]
}
