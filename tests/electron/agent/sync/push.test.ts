import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { ServerHttp, ServerRequest } from '../../../../electron/agent/server-api.ts'
import { push } from '../../../../electron/agent/sync/push.ts'
import { firstDisk, type Disk } from '../../../support/cloned-workstations.ts'
import { ENGINES } from '../../../support/databases.ts'
import { madeCitizenId } from '../../../support/made-identifiers.ts'
import { startTestServer, type TestServer } from '../../../support/test-server.ts'
import { anOperator, saveOperator, testWorkspace } from '../../../support/test-workspace.ts'

const SQLITE = ENGINES.filter(({ name }) => name === 'SQLite')

/** An operator whom nobody else is. */
function operatorNumber(number: number) {
  return anOperator({
    idNumber: madeCitizenId('19900101', number),
    certificateNumber: `No${String(number).padStart(6, '0')}`,
  })
}

function add(disk: Disk, ...numbers: number[]): void {
  for (const number of numbers) saveOperator(disk.workspace, `operator-${number}`, operatorNumber(number))
}

/** Each change that the server has ever made, by the record it made. */
async function changesAtServer(server: TestServer): Promise<string[]> {
  const rows = await server.db
    .selectFrom('version')
    .select('record_id')
    .where('type', '=', 'operator')
    .execute()
  return rows.map((row) => row.record_id).sort()
}

const operators = ({ workspace }: Disk) =>
  Object.fromEntries(workspace.list('operator').map(({ id, body }) => [id, body]))

const range = (count: number) => Array.from({ length: count }, (_, index) => `operator-${index + 1}`)

describe.each(SQLITE)('pushing to the true server on $name', ({ open }) => {
  it('gives what was saved after a backup was restored the next free numbers, once (I3, I7)', async () => {
    const server = await startTestServer(await open())
    const disk = await firstDisk(server)
    add(disk, 1)
    await disk.synchronise()
    const restored = await disk.copy()
    add(disk, 2, 3)
    await disk.synchronise()
    add(restored, 4, 5)
    await restored.synchronise()
    expect(await changesAtServer(server)).toEqual(range(5))
    expect(restored.workspace.counts()).toEqual({ waiting: 0, refused: 0, conflicts: 0 })
    expect(Object.keys(operators(restored)).sort()).toEqual(range(5))
    add(restored, 6)
    await restored.synchronise()
    expect(await changesAtServer(server)).toEqual(range(6))
  })

  it('sends content that a restored backup still holds as unsent only once (I3)', async () => {
    const server = await startTestServer(await open())
    const disk = await firstDisk(server)
    add(disk, 1, 2)
    const restored = await disk.copy()
    add(disk, 3)
    await disk.synchronise()
    add(restored, 4)
    await restored.synchronise()
    expect(await changesAtServer(server)).toEqual(range(4))
    expect(restored.workspace.counts().waiting).toBe(0)
  })

  it(
    'takes every change of two living copies of one disk exactly once (I3, I6, I7)',
    { timeout: 120_000 },
    async () => {
      const step = fc.record({
        copy: fc.constantFrom(0, 1),
        kind: fc.constantFrom('add', 'add', 'synchronise', 'synchronise together'),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
          const server = await startTestServer(await open())
          const first = await firstDisk(server)
          add(first, 1)
          const copies = [first, await first.copy()]
          let made = 1
          for (const { copy, kind } of steps) {
            const disk = copies[copy]
            if (!disk) continue
            if (kind === 'add') add(disk, ++made)
            else if (kind === 'synchronise') await disk.synchronise()
            else await Promise.allSettled(copies.map((one) => one.synchronise()))
          }
          for (let round = 0; round < 3; round++) for (const disk of copies) await disk.synchronise()
          expect(await changesAtServer(server)).toEqual(range(made).sort())
          for (const disk of copies) {
            expect(disk.workspace.counts()).toEqual({ waiting: 0, refused: 0, conflicts: 0 })
            expect(Object.keys(operators(disk)).sort()).toEqual(range(made).sort())
          }
          expect(operators(copies[0] ?? first)).toEqual(operators(copies[1] ?? first))
        }),
        { numRuns: 8 },
      )
    },
  )

  it('asks without content while the workstation is shut out, and goes on when it is let in again', async () => {
    const server = await startTestServer(await open())
    const disk = await firstDisk(server)
    add(disk, 1)
    await disk.synchronise()
    const revokedAt = new Date().toISOString()
    await server.db.updateTable('client').set({ revoked_at: revokedAt }).execute()
    add(disk, 2)
    await expect(disk.synchronise()).rejects.toMatchObject({ failure: { code: 'workstation-revoked' } })
    expect(disk.workspace.position().revokedAt).not.toBeNull()
    expect(disk.workspace.counts().waiting).toBe(1)
    await server.db.updateTable('client').set({ revoked_at: null }).execute()
    await disk.synchronise()
    expect(disk.workspace.position().revokedAt).toBeNull()
    expect(await changesAtServer(server)).toEqual(range(2))
  })

  it('counts what a restored server has lost as unsent again on a workstation that is shut out (I13)', async () => {
    const server = await startTestServer(await open())
    const disk = await firstDisk(server)
    add(disk, 1)
    await disk.synchronise()
    // The server lost this change and took another life meanwhile, as far as the workstation can tell.
    disk.db.prepare("UPDATE workspace SET epoch = 'before the restore'").run()
    const revokedAt = new Date().toISOString()
    await server.db.updateTable('client').set({ revoked_at: revokedAt }).execute()
    await expect(disk.synchronise()).rejects.toMatchObject({ failure: { code: 'workstation-revoked' } })
    expect(disk.workspace.position().revokedAt).not.toBeNull()
    expect(disk.workspace.counts().waiting).toBe(1)
    await server.db.updateTable('client').set({ revoked_at: null }).execute()
    await disk.synchronise()
    expect(disk.workspace.counts().waiting).toBe(0)
    expect(await changesAtServer(server)).toEqual(range(1))
  })
})

describe('an answer', () => {
  it('settles only the numbers that it names (I3, I7)', async () => {
    const { workspace } = await testWorkspace()
    for (const number of [1, 2]) saveOperator(workspace, `operator-${number}`, operatorNumber(number))
    const http = {
      pack: (json: string) => Promise.resolve({ data: json, isGzip: false }),
      // Tells again and again of the first number only, as if it had all.
      request: ({ answer }: ServerRequest<z.ZodType>) => {
        const results = [{ seq: 1, status: 'applied', rev: 1 }]
        return Promise.resolve({ status: 200, body: answer.parse({ epoch: 'epoch', lastSeq: 2, results }) })
      },
    }
    const pushing = push({
      workspace,
      // Safe: pushing makes requests and nothing else.
      http: http as unknown as ServerHttp,
      isReady: () => true,
      signal: new AbortController().signal,
    })
    await expect(pushing).rejects.toMatchObject({ failure: { code: 'server-answer-unusable' } })
    expect(workspace.outbox.mutations(10)).toMatchObject([{ seq: 2 }])
  })
})
