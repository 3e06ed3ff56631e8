import { describe, expect, it } from 'vitest'
import { createStaging } from '../../../../electron/agent/attachments/staging.ts'

const MIB = 1024 * 1024

describe('staging', () => {
  it('refuses 40 MB before a byte is read', () => {
    const staging = createStaging(() => new Date())
    expect(() => staging.begin('document-picture', 40 * MIB)).toThrow('文件不得大于 10 MB，现在是 40 MB')
    expect(() => staging.begin('letter', 20 * MIB)).not.toThrow()
    expect(() => staging.begin('letter', 20 * MIB + 1)).toThrow('现在是 20.1 MB')
  })

  it('gives back the bytes in the order of their offsets', () => {
    const staging = createStaging(() => new Date())
    const id = staging.begin('letter', 6)
    staging.append(id, 0, Buffer.from('abc'))
    staging.append(id, 3, Buffer.from('def'))
    expect(staging.take(id)).toEqual({ purpose: 'letter', bytes: Buffer.from('abcdef') })
    expect(() => staging.take(id)).toThrow('请重新选择文件')
  })

  it.each([
    ['a gap', 1],
    ['more than was announced', 0],
  ])('refuses %s', (_name, offset) => {
    const staging = createStaging(() => new Date())
    const id = staging.begin('letter', 3)
    expect(() => staging.append(id, offset, Buffer.from('abcd'))).toThrow('文件在读入时发生变化')
  })

  it('refuses a file that ended early', () => {
    const staging = createStaging(() => new Date())
    const id = staging.begin('letter', 3)
    staging.append(id, 0, Buffer.from('ab'))
    expect(() => staging.take(id)).toThrow('没有读完整')
  })

  it('lets go of what was abandoned', () => {
    let nowMs = 0
    const staging = createStaging(() => new Date(nowMs))
    const ids = Array.from({ length: 8 }, () => staging.begin('letter', 3))
    expect(() => staging.begin('letter', 3)).toThrow('同时读入的文件过多')
    nowMs += 11 * 60_000
    expect(() => staging.begin('letter', 3)).not.toThrow()
    expect(() => staging.take(ids[0] ?? '')).toThrow('请重新选择文件')
  })
})
