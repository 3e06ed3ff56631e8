import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createChunkSize, createUploadPace } from '../../../../electron/agent/attachments/upload-pace.ts'

const KIB = 1024

describe('the upload pace', () => {
  it('tells bytes per second of the last seconds', () => {
    let nowMs = 0
    const pace = createUploadPace(() => nowMs)
    expect(pace.bytesPerSecond()).toBeNull()
    for (let second = 0; second <= 20; second += 1) {
      nowMs = second * 1000
      pace.count(second < 10 ? 10 : 1000)
    }
    expect(pace.bytesPerSecond()).toBe(1000)
  })

  it('knows nothing while nothing moves, and begins anew afterwards', () => {
    let nowMs = 0
    const pace = createUploadPace(() => nowMs)
    for (nowMs = 0; nowMs <= 3000; nowMs += 1000) pace.count(500)
    expect(pace.bytesPerSecond()).not.toBeNull()
    nowMs = 20_000
    expect(pace.bytesPerSecond()).toBeNull()
    pace.count(500)
    expect(pace.bytesPerSecond()).toBeNull()
  })
})

describe('the chunk size', () => {
  it('grows to 4 MiB on a fast line', () => {
    const size = createChunkSize()
    for (let chunk = 0; chunk < 4; chunk += 1) size.sent(size.bytes(), 10)
    expect(size.bytes()).toBe(4096 * KIB)
  })

  it('is what a slow line carries in two seconds', () => {
    const size = createChunkSize()
    for (let chunk = 0; chunk < 4; chunk += 1) size.sent(size.bytes(), size.bytes() / 128 / 1.024)
    expect(size.bytes()).toBe(256 * KIB)
  })

  it('is smaller after a cut', () => {
    const size = createChunkSize()
    size.cut()
    expect(size.bytes()).toBe(128 * KIB)
  })

  it('stays within 64 KiB and 4 MiB whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(1_000_000))), (times) => {
        const size = createChunkSize()
        for (const tookMs of times) {
          if (tookMs === null) size.cut()
          else size.sent(size.bytes(), tookMs)
          expect(size.bytes()).toBeGreaterThanOrEqual(64 * KIB)
          expect(size.bytes()).toBeLessThanOrEqual(4096 * KIB)
        }
      }),
    )
  })
})
