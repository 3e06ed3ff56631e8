import { createHash } from 'node:crypto'
import type { AccountSession } from '../../domain/accounts/accounts-contract.ts'
import { FailureError } from '../../domain/contracts/failure.ts'
import type { Caller } from '../http/request-context.ts'
import type { Sessions } from '../http/sessions.ts'

type OpenSessions = Pick<Sessions, 'list' | 'end'>

/** The one that asks stands first. */
export async function listAccountSessions(sessions: OpenSessions, caller: Caller): Promise<AccountSession[]> {
  const open = await sessions.list(caller.accountId)
  return open
    .map(({ tokenHash, device, openedAt, lastUsedAt }) => ({
      id: publicId(tokenHash),
      device,
      openedAt,
      lastUsedAt,
      isThis: tokenHash === caller.tokenHash,
    }))
    .sort((one, other) => Number(other.isThis) - Number(one.isThis))
}

export async function endAccountSession(sessions: OpenSessions, caller: Caller, id: string): Promise<void> {
  const open = await sessions.list(caller.accountId)
  const found = open.find(({ tokenHash }) => publicId(tokenHash) === id)
  if (!found) throw new FailureError('not-found', { message: '这个登录已经退出，请刷新列表' })
  await sessions.end(found.tokenHash)
}

/** What tells sessions apart outside must not be what finds them in the database. */
function publicId(tokenHash: string): string {
  return createHash('sha256').update(`session:${tokenHash}`).digest('hex').slice(0, 24)
}
