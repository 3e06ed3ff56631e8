import { randomInt, timingSafeEqual } from 'node:crypto'

/** Six figures are guessed in half a million tries: five are given, and five minutes. */
const TRIES = 5
const VALID_MS = 5 * 60_000

export interface PairingCodes {
  /** A new code; the one before is void. */
  open(): void
  /** What the screen shows; null when there is none or its time is over. */
  current(): { code: string; expiresAt: string } | null
  /** True once, for the right code; wrong ones use up the tries. */
  redeem(code: string): boolean
  close(): void
}

export function createPairingCodes(now: () => Date): PairingCodes {
  let open: { code: string; expiresAt: number; triesLeft: number } | null = null

  const valid = () => {
    if (open && now().getTime() >= open.expiresAt) open = null
    return open
  }
  return {
    open: () => {
      const code = String(randomInt(1_000_000)).padStart(6, '0')
      open = { code, expiresAt: now().getTime() + VALID_MS, triesLeft: TRIES }
    },
    current: () => {
      const found = valid()
      return found && { code: found.code, expiresAt: new Date(found.expiresAt).toISOString() }
    },
    redeem: (code) => {
      const found = valid()
      if (!found) return false
      const isRight =
        code.length === found.code.length && timingSafeEqual(Buffer.from(code), Buffer.from(found.code))
      found.triesLeft -= 1
      if (isRight || found.triesLeft === 0) open = null
      return isRight
    },
    close: () => {
      open = null
    },
  }
}
