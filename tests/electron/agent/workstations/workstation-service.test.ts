import { describe, expect, it } from 'vitest'
import { FailureError } from '../../../../domain/contracts/failure.ts'
import type { Workstation } from '../../../../domain/workstations/workstations-contract.ts'
import type { ServerApi } from '../../../../electron/agent/server-api.ts'
import { createMeta } from '../../../../electron/agent/storage/meta.ts'
import { createWorkstationName } from '../../../../electron/agent/workstations/workstation-name.ts'
import { createWorkstationService } from '../../../../electron/agent/workstations/workstation-service.ts'
import { testWorkspace } from '../../../support/test-workspace.ts'

const HERE = 'ab12cd34-0000'
const THERE = 'ff00ee11-0000'

const workstation = (clientId: string): Workstation => ({
  clientId,
  name: '前台',
  appVersion: '1.0.0',
  account: '138****5678',
  firstSeenAt: '2026-11-01T00:00:00.000Z',
  lastSeenAt: null,
  revokedAt: null,
})

async function setUp(changes: Partial<ServerApi['workstations']> = {}) {
  const name = createWorkstationName(createMeta((await testWorkspace()).db))
  const renamed: unknown[] = []
  const server: ServerApi['workstations'] = {
    list: () => Promise.resolve([workstation(HERE), workstation(THERE)]),
    revoke: () => Promise.resolve(),
    rename: (input) => Promise.resolve(void renamed.push(input)),
    history: () => Promise.resolve([]),
    ...changes,
  }
  return {
    name,
    renamed,
    service: createWorkstationService({ server, own: () => ({ clientId: HERE }), name }),
  }
}

describe('workstations', () => {
  it('marks the one that asks', async () => {
    const { service } = await setUp()
    expect((await service.list()).map(({ clientId, isThis }) => [clientId, isThis])).toEqual([
      [HERE, true],
      [THERE, false],
    ])
  })

  it('calls this one by the beginning of its id until somebody names it', async () => {
    const { service, name, renamed } = await setUp()
    expect(name.of(HERE)).toBe('工作站AB12')
    await service.rename({ clientId: HERE, name: '二楼资料室' })
    expect(name.of(HERE)).toBe('二楼资料室')
    expect(renamed).toEqual([{ clientId: HERE, name: '二楼资料室' }])
  })

  it('learns how another has named this one', async () => {
    const { service, name } = await setUp()
    await service.list()
    expect(name.of(HERE)).toBe('前台')
  })

  it("keeps its own name when another's is changed", async () => {
    const { service, name } = await setUp()
    await service.rename({ clientId: THERE, name: '二楼资料室' })
    expect(name.of(HERE)).toBe('工作站AB12')
  })

  it('asks for the connection without a server, and changes nothing here', async () => {
    const unreachable = () => Promise.reject(new FailureError('server-unreachable'))
    const { service, name } = await setUp({ list: unreachable, rename: unreachable, history: unreachable })
    await expect(service.list()).rejects.toThrow('请联网后重试')
    await expect(service.history({ recordType: 'operator', recordId: 'a' })).rejects.toMatchObject({
      failure: { code: 'needs-connection' },
    })
    await expect(service.rename({ clientId: HERE, name: '二楼' })).rejects.toThrow('请联网后重试')
    expect(name.of(HERE)).toBe('工作站AB12')
  })
})
