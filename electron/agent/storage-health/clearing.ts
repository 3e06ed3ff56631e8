import type { Database } from 'better-sqlite3'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import type { storageAgentMethods, Unsent } from '../../../domain/storage/storage-contract.ts'
import { countUnsent, type ContentOwner } from './unsent-content.ts'

export interface ClearingDeps {
  db: Database
  ownerOrNull: () => ContentOwner | null
  /** Fails `wrong-credentials`. */
  confirmPassword: (password: string) => Promise<void>
  /** Signs out, takes everything of this account from the disk and begins anew with what is left. */
  clear: (accountId: string) => Promise<void>
}

/** 清除本机数据: what it would take away, and doing it. */
export function createClearing({
  db,
  ownerOrNull,
  confirmPassword,
  clear,
}: ClearingDeps): Pick<CapabilityHandlers<typeof storageAgentMethods>, 'clearing' | 'clear'> {
  const owner = () => {
    const found = ownerOrNull()
    if (!found) throw new FailureError('not-signed-in')
    return found
  }
  const asksPassword = (accountId: string) =>
    db.prepare('SELECT 1 FROM session WHERE account_id = ? AND verifier IS NOT NULL').get(accountId) !==
    undefined
  return {
    clearing: () => {
      const own = owner()
      const others = db.prepare('SELECT count(*) FROM session WHERE account_id <> ?').pluck()
      return {
        unsent: countUnsent(db, own),
        otherAccounts: Number(others.get(own.accountId)),
        asksPassword: asksPassword(own.accountId),
      }
    },
    clear: async ({ password, givesUp }) => {
      const own = owner()
      if (asksPassword(own.accountId)) await confirmPassword(password)
      // Asked after the password, whose check takes a while: nothing is given up that nobody has seen.
      if (!sameCounts(countUnsent(db, own), givesUp)) {
        throw new FailureError('conflict', { message: '未同步内容刚刚有变化，请核对现在的数目后再清除' })
      }
      await clear(own.accountId)
    },
  }
}

const sameCounts = (a: Unsent, b: Unsent) =>
  a.changes === b.changes && a.drafts === b.drafts && a.files === b.files
