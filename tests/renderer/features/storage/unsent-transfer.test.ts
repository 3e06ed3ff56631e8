import { beforeEach, describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from '../../../../domain/labels/base64.ts'
import { installFakeBridge } from '../../../support/fake-bridge.ts'

const bridge = installFakeBridge()
const { exportUnsent, importUnsent } =
  await import('../../../../renderer/features/storage/unsent-transfer.ts')

const BYTES = Uint8Array.from({ length: 1_300_000 }, (_, index) => index % 251)
const CONTENTS = { changes: 2, drafts: 1, files: 0 }
const NONE = { changes: 0, drafts: 0, files: 0 }

beforeEach(() => {
  bridge.calls.length = 0
})

describe('an export', () => {
  it('is the file the agent made, read in pieces to its end', async () => {
    bridge.answer('storage.beginExport', {
      transferId: 't1',
      name: '未同步内容.xfbf',
      sizeBytes: BYTES.length,
      contents: CONTENTS,
    })
    bridge.answer('storage.readExport', (input: unknown) => {
      const { offset } = input as { offset: number }
      return { dataBase64: encodeBase64(BYTES.slice(offset, offset + 500_000)) }
    })
    const shares: number[] = []
    const result = await exportUnsent('anDun_2026x', (share) => shares.push(share))
    if (!result.ok) throw new Error(result.failure.code)
    expect(new Uint8Array(await result.value.blob.arrayBuffer())).toEqual(BYTES)
    expect(result.value).toMatchObject({ name: '未同步内容.xfbf', contents: CONTENTS })
    expect(shares.at(-1)).toBe(1)
  })

  it('fails instead of handing out half a file', async () => {
    bridge.answer('storage.beginExport', { transferId: 't1', name: 'x', sizeBytes: 10, contents: CONTENTS })
    bridge.answer('storage.readExport', { dataBase64: '' })
    expect((await exportUnsent('anDun_2026x', () => undefined)).ok).toBe(false)
  })
})

describe('an import', () => {
  it('hands over every byte in order before it is taken in', async () => {
    const received: number[] = []
    bridge.answer('storage.beginImport', { transferId: 't2' })
    bridge.answer('storage.appendImport', (input: unknown) => {
      const { offset, dataBase64 } = input as { offset: number; dataBase64: string }
      expect(offset).toBe(received.length)
      for (const byte of decodeBase64(dataBase64) ?? []) received.push(byte)
      return null
    })
    bridge.answer('storage.finishImport', { added: CONTENTS, alreadyHere: NONE })
    const result = await importUnsent(new File([BYTES], 'x'), 'anDun_2026x', () => undefined)
    expect(result).toEqual({ ok: true, value: { added: CONTENTS, alreadyHere: NONE } })
    expect(Uint8Array.from(received)).toEqual(BYTES)
    expect(bridge.calls.at(-1)).toEqual({
      method: 'storage.finishImport',
      input: { transferId: 't2', password: 'anDun_2026x' },
    })
  })

  it('speaks of the password where the password was wrong', async () => {
    bridge.answer('storage.beginImport', { transferId: 't2' })
    bridge.answer('storage.appendImport', null)
    bridge.fail('storage.finishImport', { code: 'proof-rejected' })
    const result = await importUnsent(new File(['x'], 'x'), 'wrong', () => undefined)
    expect(result).toMatchObject({ ok: false, failure: { message: '口令不正确，请核对导出时设置的口令' } })
  })

  it('says that a file is empty without asking the agent', async () => {
    const result = await importUnsent(new File([], 'x'), 'anDun_2026x', () => undefined)
    expect(result).toMatchObject({
      ok: false,
      failure: { message: '文件是空的（0 字节），请选择导出的文件' },
    })
    expect(bridge.calls).toEqual([])
  })
})
