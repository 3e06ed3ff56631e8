import { describe, expect, it } from 'vitest'
import { createUploadBandwidth } from '../../../../electron/agent/attachments/upload-bandwidth.ts'

const timed = async (work: Promise<unknown>) => {
  const startedMs = performance.now()
  await work
  return performance.now() - startedMs
}

describe('the upload bandwidth', () => {
  it('lets everything through without a limit', async () => {
    const bandwidth = createUploadBandwidth()
    expect(await timed(bandwidth.take(1024 * 1024 * 1024))).toBeLessThan(50)
  })

  it('shares one allowance among all uploads', async () => {
    const bandwidth = createUploadBandwidth()
    bandwidth.setLimit(100)
    const both = Promise.all([bandwidth.take(20 * 1024), bandwidth.take(20 * 1024)])
    expect(await timed(both)).toBeGreaterThan(390)
  })

  it('sends small pieces on a slow allowance', () => {
    const bandwidth = createUploadBandwidth()
    const free = bandwidth.pieceBytes()
    bandwidth.setLimit(16)
    expect(bandwidth.pieceBytes()).toBeLessThan(2 * 1024)
    bandwidth.setLimit(null)
    expect(bandwidth.pieceBytes()).toBe(free)
  })

  it('feels a new limit while a piece waits', async () => {
    const bandwidth = createUploadBandwidth()
    bandwidth.setLimit(16)
    const waiting = bandwidth.take(1024 * 1024)
    bandwidth.setLimit(null)
    expect(await timed(waiting)).toBeLessThan(1000)
  })
})
