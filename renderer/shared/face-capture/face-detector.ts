import type { CapturedFrame, DetectorAnswer, DetectorQuestion } from './detector-messages.ts'

export interface FaceDetector {
  /** Resolves when models and WASM are ready; rejects when a file is missing or after `LOAD_TIMEOUT_MS`. May be called again after a failure. */
  load(): Promise<void>
  /** Takes the picture over. `keep` also encodes the frame. Rejects when the worker died or does not answer. */
  measure(picture: ImageBitmap, atMs: number, keep: boolean): Promise<CapturedFrame>
  close(): void
}

/** Without a limit a blocked WASM start hangs for ever (shared/face.md §2, traps a and b). */
const LOAD_TIMEOUT_MS = 15_000
const MEASURE_TIMEOUT_MS = 5_000

interface Waiting {
  resolve: (answer: DetectorAnswer) => void
  reject: (error: Error) => void
}

/** `assets`: where the models and the .wasm files lie, with a closing slash. */
export function createFaceDetector(
  assets: string,
  startWorker: () => Worker = startFaceWorker,
): FaceDetector {
  let worker: Worker | null = null
  let number = 0
  const waiting = new Map<number, Waiting>()

  function start(): Worker {
    const started = startWorker()
    started.addEventListener('message', (event: MessageEvent<DetectorAnswer>) => {
      const asked = waiting.get(event.data.number)
      waiting.delete(event.data.number)
      if (event.data.kind === 'failed') asked?.reject(new Error(event.data.message))
      else asked?.resolve(event.data)
    })
    started.addEventListener('error', () => {
      end(new Error('the face detector could not be started'))
    })
    return started
  }

  function end(reason: Error): void {
    worker?.terminate()
    worker = null
    for (const { reject } of waiting.values()) reject(reason)
    waiting.clear()
  }

  async function ask(
    question: DetectorQuestion,
    timeoutMs: number,
    transfer: Transferable[] = [],
  ): Promise<DetectorAnswer> {
    const asked = (worker ??= start())
    let timer: ReturnType<typeof setTimeout> | undefined
    try {
      return await new Promise<DetectorAnswer>((resolve, reject) => {
        waiting.set(question.number, { resolve, reject })
        timer = setTimeout(() => {
          end(new Error('the face detector does not answer'))
        }, timeoutMs)
        asked.postMessage(question, transfer)
      })
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    load: async () => {
      await ask({ kind: 'load', number: (number += 1), assets }, LOAD_TIMEOUT_MS)
    },
    measure: async (picture, atMs, keep) => {
      const question = { kind: 'measure', number: (number += 1), picture, atMs, keep } as const
      const answer = await ask(question, MEASURE_TIMEOUT_MS, [picture])
      if (answer.kind !== 'measured') throw new Error('the face detector answered something else')
      return answer.frame
    },
    close: () => {
      end(new Error('the face detector was closed'))
    },
  }
}

function startFaceWorker(): Worker {
  return new Worker(new URL('./face-worker.ts', import.meta.url), { type: 'module' })
}
