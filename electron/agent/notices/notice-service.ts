import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import type { noticesAgentMethods } from '../../../domain/notices/notices-contract.ts'
import type { Meta } from '../storage/meta.ts'
import type { Workspace } from '../storage/workspace.ts'

export interface NoticeServiceDeps {
  workspace: () => Workspace & { readonly id: number }
  meta: Meta
}

/** Notices from the server; which of them were read is this workstation's own knowledge. */
export function createNoticeService({
  workspace,
  meta,
}: NoticeServiceDeps): CapabilityHandlers<typeof noticesAgentMethods> {
  const newestFirst = () =>
    workspace()
      .list('notice')
      .sort((one, other) => other.body.at.localeCompare(one.body.at))
  const readUntilKey = () => `notices-read-until-${workspace().id}`
  return {
    list: () => {
      const readUntil = meta.get(readUntilKey()) ?? ''
      return newestFirst().map(({ id, body }) => ({ ...body, id, read: body.at <= readUntil }))
    },
    markAllRead: () => {
      const [newest] = newestFirst()
      if (newest) meta.set(readUntilKey(), newest.body.at)
    },
  }
}
