/** Lets `burst` requests through at once and `perSecond` in the long run, for each key. */
export function createRequestRate(limits: { burst: number; perSecond: number }, nowMs: () => number) {
  const buckets = new Map<string, { tokens: number; at: number }>()
  return (key: string): boolean => {
    const now = nowMs()
    // Keys come from outside: what has been quiet long enough to be full again need not be remembered.
    for (const [other, bucket] of buckets)
      if ((now - bucket.at) * limits.perSecond >= limits.burst * 1000) buckets.delete(other)
    const bucket = buckets.get(key) ?? { tokens: limits.burst, at: now }
    const tokens = Math.min(limits.burst, bucket.tokens + ((now - bucket.at) / 1000) * limits.perSecond)
    const isLet = tokens >= 1
    buckets.set(key, { tokens: isLet ? tokens - 1 : tokens, at: now })
    return isLet
  }
}
