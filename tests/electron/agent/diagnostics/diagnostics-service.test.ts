import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { FailureError } from '../../../../domain/contracts/failure.ts'
import {
  createDiagnosticsService,
  type DiagnosticsServiceDeps,
} from '../../../../electron/agent/diagnostics/diagnostics-service.ts'

async function run(changes: Partial<DiagnosticsServiceDeps>) {
  const service = createDiagnosticsService({
    dataDir: tmpdir(),
    appVersion: '1.2.3',
    isStorageSound: () => true,
    measureServer: () => Promise.resolve({ aheadMs: 0, tookMs: 12 }),
    listPrinters: () => [],
    ...changes,
  })
  const items = await service.run()
  return Object.fromEntries(items.map((item) => [item.key, item]))
}

describe('diagnostics', () => {
  it('gives a verdict for every line, with advice where it is not good', async () => {
    const items = Object.values(await run({}))
    expect(items.map(({ key }) => key).sort()).toEqual(
      ['clock', 'disk', 'printer', 'server', 'storage', 'system', 'version'].sort(),
    )
    for (const { verdict, advice } of items) expect(advice === '').toBe(verdict === 'good')
  })

  it('says by how much the clock is wrong, and in which direction', async () => {
    const { clock } = await run({ measureServer: () => Promise.resolve({ aheadMs: 90_000, tookMs: 5 }) })
    expect(clock).toMatchObject({ verdict: 'attention', value: '本机比服务器慢 90 秒' })
    const early = await run({ measureServer: () => Promise.resolve({ aheadMs: -5000, tookMs: 5 }) })
    expect(early['clock']).toMatchObject({ verdict: 'good', value: '本机比服务器快 5 秒' })
  })

  it('says what still works while the server is out of reach', async () => {
    const measureServer = () => Promise.reject(new FailureError('server-unreachable'))
    const { server, clock } = await run({ measureServer })
    expect(server).toMatchObject({
      verdict: 'bad',
      advice: expect.stringContaining('打印可照常进行') as string,
    })
    expect(clock?.verdict).toBe('attention')
  })

  it('tells to stop when the database is not sound', async () => {
    const { storage } = await run({ isStorageSound: () => false })
    expect(storage).toMatchObject({ verdict: 'bad', advice: expect.stringContaining('备份') as string })
  })
})
