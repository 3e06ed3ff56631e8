import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fields } from '../../domain/sync/merge.ts'
import { PushResponse, SYNC_PATHS } from '../../domain/sync/sync-contract.ts'
import { recordsOf } from './checks.ts'
import { finish } from './finish.ts'
import { anOperator } from './made-records.ts'
import { perform } from './perform.ts'
import { buildRig, type Rig } from './rig.ts'
import { type Step, stepArbitraries } from './schedule.ts'
import { createWorld, parseJson, workspacesOf, type World } from './world.ts'

const YEAR_MS = 365 * 24 * 3_600_000
const MONTH: Step = { do: 'time-passes', hours: 24 * 35 }

let rig: Rig
beforeAll(async () => {
  rig = await buildRig({ name: 'SQLite', postgresUrl: null })
})
afterAll(async () => {
  await rig.dismantle()
})

async function inWorld<R>(workstations: number, work: (world: World) => Promise<R>): Promise<R> {
  const stage = await rig.open(workstations)
  try {
    return await work(createWorld(stage))
  } finally {
    await rig.close(stage)
  }
}

async function performAll(world: World, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await perform(world, step)
}

/** What the server holds, without times and made-up ids. */
async function outcome({ stage: { server } }: World): Promise<string[]> {
  const rows = await server.db.selectFrom('record').select(['type', 'deleted', 'rev', 'body']).execute()
  return rows
    .filter(({ type }) => ['operator', 'project', 'engineer'].includes(type))
    .map(({ type, deleted, rev, body }) => {
      // Safe: bodies are JSON objects.
      const { removedAt, createdAt, conclusion, ...fields } = parseJson(body) as Fields
      const times = [removedAt, createdAt, conclusion].map((value) => value === null || value === undefined)
      return JSON.stringify([type, deleted, rev, times, fields])
    })
    .sort()
}

const CLOCKLESS = [
  'set-clock',
  'time-passes',
  'restore-server',
  'switch-user',
  'revoke',
  'hand-over',
] as const

describe('a schedule', () => {
  it('I12: gives the same result with clocks ten years ahead and behind', { timeout: 120_000 }, async () => {
    const calm = stepArbitraries({ without: CLOCKLESS, faults: ['duplicate'] }).map((step) =>
      step.map((given): Step => ({ ...given, ...('kill' in given ? { kill: undefined } : {}) })),
    )
    const schedules = fc.sample(fc.array(fc.oneof(...calm), { minLength: 15, maxLength: 25 }), {
      numRuns: 4,
      seed: 12,
    })
    for (const steps of schedules) {
      const run = (skews: readonly number[]) =>
        inWorld(3, async (world) => {
          for (const [index, skewMs] of skews.entries()) {
            const station = world.stage.stations[index]
            if (station) station.skewMs = skewMs
          }
          await performAll(world, steps)
          await finish(world)
          return outcome(world)
        })
      const right = await run([0, 0, 0])
      const wrong = await run([10 * YEAR_MS, -10 * YEAR_MS, YEAR_MS])
      expect(wrong).toEqual(right)
    }
  })
})

describe('a record deleted at the server', () => {
  it('I14: stays deleted when a workstation that was away past the horizon had changed it', async () => {
    await inWorld(2, async (world) => {
      await performAll(world, [
        { do: 'sync', at: 0, faults: [] },
        { do: 'edit-operator', at: 1, pick: 0, field: 'name' },
        { do: 'delete-at-server', pick: 0 },
        { do: 'sync', at: 0, faults: [] },
        ...Array.from({ length: 8 }, (): Step => MONTH),
        { do: 'restart-server' },
      ])
      const [id = ''] = world.deleted
      await finish(world)
      await performAll(world, [{ do: 'restart-server' }])
      await finish(world)
      const row = await world.stage.server.db
        .selectFrom('record')
        .select('deleted')
        .where('id', '=', id)
        .executeTakeFirst()
      expect(row?.deleted ?? 1).toBe(1)
    })
  })
})

describe('a full disk', () => {
  it('I17: fails a save loudly, keeps what was saved, and takes saves again once there is room', async () => {
    await inWorld(2, async (world) => {
      await performAll(world, [
        { do: 'add-operator', at: 0, person: 3 },
        { do: 'fill-disk', at: 0 },
      ])
      const ask = world.stage.stations[0]?.working?.ask
      const content = { name: 'x'.repeat(200_000) }
      const save = () =>
        ask?.drafts.save({ form: 'operator', subject: 'new-9', title: '添加操作员', content })
      await expect(save()).rejects.toThrow('storage-full')
      await performAll(world, [
        { do: 'restart-station', at: 0 },
        { do: 'free-disk', at: 0 },
      ])
      await expect(
        world.stage.stations[0]?.working?.ask.drafts.open({ form: 'operator', subject: 'new-9' }),
      ).resolves.toBe(null)
      await performAll(world, [{ do: 'add-operator', at: 0, person: 4 }])
      await finish(world)
    })
  })
})

describe('workstations of different versions', () => {
  it('I16: an older one keeps the fields of a newer one, here and at the server', async () => {
    await inWorld(2, async (world) => {
      const recordId = randomUUID()
      const newer = { ...anOperator('8001', 5), certifiedBy: '某站' }
      const results = await pushRaw(world, [
        { name: 'operator.save', version: 1, recordId, set: newer },
        { name: 'operator.save', version: 99, recordId, set: { name: '林小明' } },
        { name: 'operator.save', version: 1, recordId, set: { mobile: '13920008001' } },
      ])
      expect(results).toEqual(['applied', 'rejected', expect.stringMatching(/applied|merged/)])
      await performAll(world, [{ do: 'sync', at: 0, faults: [] }])
      const [station] = world.stage.stations
      const [workspace] = station ? workspacesOf(station) : []
      const rows = station && workspace ? recordsOf(station, workspace.id) : []
      const index =
        (await station?.working?.ask.people.listOperators())?.findIndex(({ id }) => id === recordId) ?? -1
      expect(rows.find(({ id }) => id === recordId)?.body).toContain('某站')
      await performAll(world, [
        { do: 'edit-operator', at: 0, pick: index, field: 'name' },
        { do: 'sync', at: 0, faults: [] },
      ])
      const { body } = await world.stage.server.db
        .selectFrom('record')
        .select('body')
        .where('id', '=', recordId)
        .executeTakeFirstOrThrow()
      expect(parseJson(body)).toMatchObject({ certifiedBy: '某站', mobile: '13920008001' })
      await finish(world)
    })
  })
})

interface RawMutation {
  name: string
  version: number
  recordId: string
  set: Fields
}

/** A workstation of another version, as far as the wire shows it. */
async function pushRaw(world: World, mutations: readonly RawMutation[]): Promise<string[]> {
  const { server, stations, users } = world.stage
  const token = stations[0]?.secrets.get(`token-${users[0]?.accountId ?? ''}`) ?? ''
  const clientTime = world.stage.clock.now.toISOString()
  const numbered = mutations.map((mutation, index) => ({
    ...mutation,
    seq: index + 1,
    baseRev: 0,
    base: {},
    blobs: [],
    clientTime,
  }))
  const answer = await fetch(`http://127.0.0.1:${server.port}${SYNC_PATHS.push}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      clientId: randomUUID(),
      epoch: null,
      recordSchema: 1,
      ackedCursor: 0,
      mutations: numbered,
    }),
  })
  return PushResponse.parse(await answer.json()).results.map(({ status }) => status)
}
