import { randomUUID } from 'node:crypto'
import type { Notice } from '../../domain/notices/notice.ts'
import type { OrganisationContext } from './organisation-context.ts'

/** Puts a notice into the organisation's feed; its handler sees it on every workstation. */
export async function putNotice(
  context: Pick<OrganisationContext, 'records' | 'now'>,
  notice: Omit<Notice, 'at'>,
): Promise<void> {
  const body: Notice = { ...notice, at: context.now.toISOString() }
  await context.records.put('notice', randomUUID(), body, 'notice')
}
