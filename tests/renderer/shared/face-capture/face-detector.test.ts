import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type {
  DetectorAnswer,
  DetectorQuestion,
} from '../../../../renderer/shared/face-capture/detector-messages.ts'
import { createFaceDetector } from '../../../../renderer/shared/face-capture/face-detector.ts'

/** A worker that answers as the test says, or not at all. */
function workerThat(answer: (question: DetectorQuestion) => DetectorAnswer | null) {
  const started: EventTarget[] = []
  const start = () => {
    const worker = Object.assign(new EventTarget(), {
      terminate: vi.fn(),
      postMessage: (question: DetectorQuestion) => {
        const data = answer(question)
        if (data) worker.dispatchEvent(new MessageEvent('message', { data }))
      },
    })
    started.push(worker)
    // Safe: only what the detector uses.
    return worker as unknown as Worker
  }
  return { start, started }
}

describe('the face detector', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('gives up a load that never ends after 15 seconds, and starts a new worker the next time', async () => {
    let silent = true
    const { start, started } = workerThat(({ number }) =>
      silent ? null : { kind: 'loaded', number, tookMs: 1 },
    )
    const detector = createFaceDetector('/face/', start)
    const loading = expect(detector.load()).rejects.toThrow('does not answer')
    await vi.advanceTimersByTimeAsync(15_000)
    await loading
    silent = false
    await detector.load()
    expect(started).toHaveLength(2)
  })

  it('rejects when a model is missing, and when the worker cannot be started', async () => {
    const missing = workerThat(({ number }) => ({ kind: 'failed', number, message: 'blazeface.json: 404' }))
    await expect(createFaceDetector('/face/', missing.start).load()).rejects.toThrow('404')
    const dying = workerThat(() => null)
    const loading = createFaceDetector('/face/', dying.start).load()
    dying.started[0]?.dispatchEvent(new Event('error'))
    await expect(loading).rejects.toThrow('could not be started')
  })
})
