/** Wakes who waits for a session's next state. Within this process only: waiters also look by themselves now and then. */
export interface FaceNews {
  tell: (sessionId: string) => void
  /** Answers after the next news of the session, or after the time. */
  next: (sessionId: string, withinMs: number) => Promise<void>
}

export function createFaceNews(): FaceNews {
  const waiting = new Map<string, Set<() => void>>()
  return {
    tell(sessionId) {
      for (const wake of [...(waiting.get(sessionId) ?? [])]) wake()
    },
    next: (sessionId, withinMs) =>
      new Promise((resolve) => {
        const own = waiting.get(sessionId) ?? new Set()
        const wake = () => {
          clearTimeout(timer)
          own.delete(wake)
          if (own.size === 0) waiting.delete(sessionId)
          resolve()
        }
        const timer = setTimeout(wake, withinMs)
        waiting.set(sessionId, own.add(wake))
      }),
  }
}
