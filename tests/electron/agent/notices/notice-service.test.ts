import { describe, expect, it } from 'vitest'
import type { Notice } from '../../../../domain/notices/notice.ts'
import { createNoticeService } from '../../../../electron/agent/notices/notice-service.ts'

function prepared(notices: Record<string, Partial<Notice>>) {
  const kept = new Map<string, string>()
  const meta = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string) => void kept.set(key, value),
  }
  const records = Object.entries(notices).map(([id, changes]) => ({
    id,
    body: { text: id, kind: 'information', place: 'none', at: '2026-11-22T00:00:00.000Z', ...changes },
  }))
  // Safe: the service lists notices and asks for nothing else.
  const workspace = { id: 1, list: () => records } as never
  const service = createNoticeService({ workspace: () => workspace, meta })
  const unread = async () => (await service.list()).filter(({ read }) => !read).map(({ id }) => id)
  return { service, unread, meta }
}

describe('notices', () => {
  it('are read one by one or all together, but those to be confirmed only one by one', async () => {
    const { service, unread } = prepared({
      one: {},
      two: { at: '2026-11-22T01:00:00.000Z' },
      must: { at: '2026-11-22T02:00:00.000Z', mustRead: true },
    })
    expect(await unread()).toEqual(['must', 'two', 'one'])
    await service.markRead({ id: 'one' })
    expect(await unread()).toEqual(['must', 'two'])
    await service.markAllRead()
    expect(await unread()).toEqual(['must'])
    await service.markRead({ id: 'must' })
    expect(await unread()).toEqual([])
  })

  it('stay read that an older program had marked', async () => {
    const { unread, meta } = prepared({ one: {}, two: { at: '2026-11-23T00:00:00.000Z' } })
    meta.set('notices-read-until-1', '2026-11-22T12:00:00.000Z')
    expect(await unread()).toEqual(['two'])
  })
})
