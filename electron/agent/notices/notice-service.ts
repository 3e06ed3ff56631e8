import { z } from 'zod'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import type { noticesAgentMethods } from '../../../domain/notices/notices-contract.ts'
import type { Meta } from '../storage/meta.ts'
import type { Workspace } from '../storage/workspace.ts'

export interface NoticeServiceDeps {
  workspace: () => Workspace & { readonly id: number }
  meta: Meta
}

/** All that came until then were read, but those that must be confirmed; `ids` are the ones read by themselves. */
const ReadState = z.object({ until: z.string(), ids: z.array(z.string()) })
type ReadState = z.infer<typeof ReadState>

/** Notices from the server; which of them were read is this workstation's own knowledge. */
export function createNoticeService({
  workspace,
  meta,
}: NoticeServiceDeps): CapabilityHandlers<typeof noticesAgentMethods> {
  const newestFirst = () =>
    workspace()
      .list('notice')
      .sort((one, other) => other.body.at.localeCompare(one.body.at))
  const key = () => `notices-read-${workspace().id}`
  const readState = (): ReadState => {
    const kept = meta.get(key())
    const until = meta.get(`notices-read-until-${workspace().id}`) ?? ''
    return kept === null ? { until, ids: [] } : ReadState.parse(JSON.parse(kept))
  }
  const keep = (state: ReadState) => {
    // Notices that are gone from the feed need no memory.
    const known = new Set(newestFirst().map(({ id }) => id))
    meta.set(key(), JSON.stringify({ ...state, ids: state.ids.filter((id) => known.has(id)) }))
  }
  return {
    list: () => {
      const { until, ids } = readState()
      const read = new Set(ids)
      return newestFirst().map(({ id, body }) => ({
        ...body,
        id,
        read: read.has(id) || (body.mustRead !== true && body.at <= until),
      }))
    },
    markRead: ({ id }) => {
      const state = readState()
      keep({ ...state, ids: [...new Set([...state.ids, id])] })
    },
    markAllRead: () => {
      const [newest] = newestFirst()
      if (newest) keep({ ...readState(), until: newest.body.at })
    },
  }
}
