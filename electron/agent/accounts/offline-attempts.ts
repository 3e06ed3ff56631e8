import { FailureError } from '../../../domain/contracts/failure.ts'

const FAILURES_MAX = 5
const LOCKED_MS = 15 * 60_000

/** Wrong passwords given without the server's watch: five in a row lock that account here for 15 minutes, as the server would. */
export interface OfflineAttempts {
  /** Fails `account-locked` with the time left. */
  refuseLocked(accountId: string): void
  countFailure(accountId: string): void
  forget(accountId: string): void
}

export function createOfflineAttempts(now: () => Date): OfflineAttempts {
  const failures = new Map<string, { count: number; lastMs: number }>()
  return {
    refuseLocked: (accountId) => {
      const known = failures.get(accountId)
      if (!known || known.count < FAILURES_MAX) return
      const leftMs = known.lastMs + LOCKED_MS - now().getTime()
      if (leftMs <= 0) {
        failures.delete(accountId)
        return
      }
      const retryAfterSeconds = Math.ceil(leftMs / 1000)
      throw new FailureError('account-locked', {
        message: `密码连续 ${FAILURES_MAX} 次不正确，账号已锁定，请 ${Math.ceil(retryAfterSeconds / 60)} 分钟后再试`,
        retryAfterSeconds,
      })
    },
    countFailure: (accountId) => {
      const count = (failures.get(accountId)?.count ?? 0) + 1
      failures.set(accountId, { count, lastMs: now().getTime() })
    },
    forget: (accountId) => void failures.delete(accountId),
  }
}
