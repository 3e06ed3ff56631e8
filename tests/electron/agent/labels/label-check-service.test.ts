import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { FailureError } from '../../../../domain/contracts/failure.ts'
import { encodeBase64, encodeBase64Url } from '../../../../domain/labels/base64.ts'
import { labelCodePayload } from '../../../../domain/labels/label-code.ts'
import { composeLabelSerial } from '../../../../domain/labels/label-serial.ts'
import { createLabelCheckService } from '../../../../electron/agent/labels/label-check-service.ts'
import { createMeta } from '../../../../electron/agent/storage/meta.ts'
import { testWorkspace } from '../../../support/test-workspace.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const KEY = {
  keyId: 'key-1',
  publicKeyBase64: encodeBase64(
    new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
  ),
  serialPrefix: '7K2M',
  organisationName: '江苏安平消防技术服务有限公司',
  createdAt: '2026-01-01T00:00:00.000Z',
  revokedAt: null,
}

function link(
  changes: { keyId?: string; nextDueOn?: string; maintainedOn?: string } = {},
  breakIt = false,
  number = 5,
): string {
  const serial = composeLabelSerial('7K2M', number)
  const payload = labelCodePayload({
    keyId: 'key-1',
    serial,
    maintainedOn: '2026-11-01',
    nextDueOn: '2026-12-01',
    ...changes,
  })
  const signature = sign(null, Buffer.from(payload), privateKey)
  if (breakIt) signature[3] = (signature[3] ?? 0) ^ 1
  return `https://xiaofang.example.cn/l/${payload}.${encodeBase64Url(signature)}`
}

async function offline(revokedAt: string | null = null, lastNumber: number | null = null) {
  const { workspace, db } = await testWorkspace()
  const service = createLabelCheckService({
    server: { check: () => Promise.reject(new FailureError('server-unreachable')) },
    http: {
      request: ({ answer }) =>
        Promise.resolve({
          status: 200,
          body: answer.parse({ algorithm: 'Ed25519', keys: [{ ...KEY, revokedAt, lastNumber }] }),
        }),
    },
    meta: createMeta(db),
    workspace: () => workspace,
    now: () => new Date('2026-11-22T08:00:00Z'),
  })
  return service
}

describe('checking a label without the server', () => {
  it('knows no key before the list was fetched once', async () => {
    expect(await (await offline()).check(link())).toMatchObject({ state: 'unknown-key', online: false })
  })

  it('tells genuine, past, forged, and of a stopped or an unknown key by the list fetched last', async () => {
    const service = await offline()
    await service.refreshKeys()
    expect(await service.check(link())).toMatchObject({
      state: 'genuine',
      online: false,
      details: { organisationName: KEY.organisationName, maintainedOn: '2026-11-01' },
    })
    expect((await service.check(link({ nextDueOn: '2026-11-21' }))).state).toBe('expired')
    expect((await service.check(link({}, true))).state).toBe('forged')
    expect((await service.check(link({ keyId: 'key-2' }))).state).toBe('unknown-key')
    expect((await service.check(composeLabelSerial('7K2M', 5))).state).toBe('unknown-serial')
    expect((await service.check('abc')).state).toBe('unreadable')
    const stopped = await offline('2026-11-02T00:00:00.000Z')
    await stopped.refreshKeys()
    expect((await stopped.check(link())).state).toBe('key-revoked')
  })

  it('holds what was reported before its key was stopped for genuine, and nothing signed after', async () => {
    const stopped = await offline('2026-11-02T15:59:00.000Z', 5)
    await stopped.refreshKeys()
    expect((await stopped.check(link())).state).toBe('genuine')
    expect((await stopped.check(link({ nextDueOn: '2026-11-21' }))).state).toBe('expired')
    expect((await stopped.check(link({ maintainedOn: '2026-11-03' }))).state).toBe('key-revoked')
    expect((await stopped.check(link({}, false, 6))).state).toBe('key-revoked')
    expect((await stopped.check(link({}, true))).state).toBe('forged')
  })
})
