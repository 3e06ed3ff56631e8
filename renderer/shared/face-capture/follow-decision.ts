import type { Failure, Result } from '../../../domain/contracts/failure.ts'
import type { FaceSessionState } from '../../../domain/verification/face-contract.ts'

const ENDS = new Set<FaceSessionState['state']>([
  'passed',
  'in-review',
  'failed',
  'expired',
  'cancelled',
  'unavailable',
])

export const hasEnded = ({ state }: Pick<FaceSessionState, 'state'>): boolean => ENDS.has(state)

interface Following {
  ask: (knownVersion: number) => Promise<Result<FaceSessionState>>
  onState: (state: FaceSessionState) => void
  signal: AbortSignal
  /** A test's clock. */
  wait?: (ms: number) => Promise<void>
}

const AFTER_TROUBLE_MS = 2_000
const BETWEEN_ASKS_MS = 200
const TROUBLES_MAX = 15

/** Asks until the session has ended; a server that cannot be reached for half a minute is told as its failure. */
export async function followDecision(
  { ask, onState, signal, wait = sleep }: Following,
  knownVersion: number,
): Promise<FaceSessionState | Failure | null> {
  let version = knownVersion
  let troubles = 0
  for (;;) {
    const answer = await ask(version)
    if (signal.aborted) return null
    if (answer.ok) {
      troubles = 0
      if (answer.value.version !== version) onState(answer.value)
      version = answer.value.version
      if (hasEnded(answer.value) || answer.value.state === 'busy') return answer.value
      await wait(BETWEEN_ASKS_MS)
    } else {
      troubles += 1
      const gone = answer.failure.code === 'not-found' || answer.failure.code === 'not-signed-in'
      if (gone || troubles >= TROUBLES_MAX) return answer.failure
      await wait(AFTER_TROUBLE_MS)
    }
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
