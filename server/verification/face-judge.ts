import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FaceJudgement, FaceQuestion, FaceWorkerMessage } from './face-judgement.ts'

export type FaceVerdict =
  | { kind: 'judged'; judgement: FaceJudgement }
  | { kind: 'too-long' }
  /** Models missing or the process dies again and again. */
  | { kind: 'unavailable' }

export interface FaceJudge {
  /** Null, at once, where the queue is full. Never rejects. */
  judge: (question: FaceQuestion) => Promise<FaceVerdict> | null
  /** Starts the process if need be; false where faces cannot be judged on this machine. */
  isAvailable: () => Promise<boolean>
  close: () => void
}

export interface FaceJudgeOptions {
  worker?: string
  queueAtMost?: number
  timeLimitMs?: number
  loadLimitMs?: number
  /** Models need about 350 MB; the process ends after this long without work. */
  idleMs?: number
}

interface Waiting {
  question: FaceQuestion
  settle: (verdict: FaceVerdict) => void
}

const WORKER = fileURLToPath(new URL('./face-worker/face-worker.ts', import.meta.url))

/** One process, one question at a time: pictures from outside are decoded away from the server's own memory. */
export function createFaceJudge(options: FaceJudgeOptions = {}): FaceJudge {
  const { queueAtMost = 8, timeLimitMs = 15_000, idleMs = 5 * 60_000 } = options
  const queue: Waiting[] = []
  let process: FaceProcess | null = null
  let working = false
  let closed = false
  let idle: NodeJS.Timeout | undefined

  function ready(): Promise<boolean> {
    if (closed) return Promise.resolve(false)
    if (!process || process.isGone()) process = startProcess(options)
    return process.ready
  }

  function stopProcess(): void {
    process?.stop()
    process = null
  }

  async function answer({ question, settle }: Waiting): Promise<void> {
    if (!(await ready())) {
      stopProcess()
      settle({ kind: 'unavailable' })
      return
    }
    const verdict = (await process?.ask(question, timeLimitMs)) ?? { kind: 'unavailable' as const }
    // A process that is too slow or failed is not asked again.
    if (verdict.kind !== 'judged') stopProcess()
    settle(verdict)
  }

  async function work(): Promise<void> {
    if (working) return
    working = true
    clearTimeout(idle)
    for (let next = queue.shift(); next; next = queue.shift()) await answer(next)
    working = false
    restLater()
  }

  function restLater(): void {
    clearTimeout(idle)
    idle = setTimeout(stopProcess, idleMs).unref()
  }

  return {
    judge(question) {
      if (closed || queue.length >= queueAtMost) return null
      return new Promise((settle) => {
        queue.push({ question, settle })
        void work()
      })
    },
    async isAvailable() {
      const available = await ready()
      if (!available) stopProcess()
      // A look that nothing comes of keeps no models in memory.
      else if (!working) restLater()
      return available
    },
    close() {
      closed = true
      clearTimeout(idle)
      for (const { settle } of queue.splice(0)) settle({ kind: 'unavailable' })
      stopProcess()
    },
  }
}

interface FaceProcess {
  ready: Promise<boolean>
  ask: (question: FaceQuestion, timeLimitMs: number) => Promise<FaceVerdict>
  isGone: () => boolean
  stop: () => void
}

function startProcess({ worker = WORKER, loadLimitMs = 20_000 }: FaceJudgeOptions): FaceProcess {
  // Nothing of the server's environment: no keys, no database address.
  const child = fork(worker, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {},
  })
  let lastId = 0
  child.on('error', () => child.kill('SIGKILL'))
  const ready = firstMessage(
    child,
    loadLimitMs,
    ({ kind }) => kind === 'ready' || kind === 'unavailable',
  ).then((message) => message?.kind === 'ready')
  return {
    ready,
    async ask(question, timeLimitMs) {
      const id = (lastId += 1)
      const answered = firstMessage(child, timeLimitMs, (message) => 'id' in message && message.id === id)
      child.send({ id, question })
      const message = await answered
      if (message?.kind === 'judged') return { kind: 'judged', judgement: message.judgement }
      // Killed by a signal it has no exit code.
      const isDead = child.exitCode !== null || child.signalCode !== null
      return { kind: message || isDead ? 'unavailable' : 'too-long' }
    },
    isGone: () => child.exitCode !== null || child.signalCode !== null || !child.connected,
    stop: () => void child.kill('SIGKILL'),
  }
}

/** Null after the limit, or when the process ends before. */
function firstMessage(
  child: ChildProcess,
  limitMs: number,
  fits: (message: FaceWorkerMessage) => boolean,
): Promise<FaceWorkerMessage | null> {
  return new Promise((resolve) => {
    const end = (message: FaceWorkerMessage | null) => {
      clearTimeout(timer)
      child.off('message', hear)
      child.off('exit', gone)
      resolve(message)
    }
    const hear = (raw: unknown) => {
      // Safe: our own worker sends nothing else.
      const message = raw as FaceWorkerMessage
      if (fits(message)) end(message)
    }
    const gone = () => {
      end(null)
    }
    const timer = setTimeout(gone, limitMs)
    child.on('message', hear)
    child.on('exit', gone)
  })
}
