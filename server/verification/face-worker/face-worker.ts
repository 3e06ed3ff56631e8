/** Entry of the process that looks at faces: one question at a time over the IPC channel, nothing on disk, no network, no log of its own. */
import type { FaceQuestion, FaceWorkerMessage } from '../face-judgement.ts'
import { loadFaceModels, type FaceModels } from './face-models.ts'
import { judgeFace } from './judge-face.ts'

let models: FaceModels | null = null

function say(message: FaceWorkerMessage): void {
  process.send?.(message)
}

function words(error: unknown): string {
  // Of errors of decoding and loading only the kind is told: texts may quote what was read.
  return error instanceof Error ? error.name : 'unknown'
}

// Safe: only face-judge.ts sends, and only this.
process.on('message', ({ id, question }: { id: number; question: FaceQuestion }) => {
  if (!models) return
  judgeFace(models, question).then(
    (judgement) => {
      say({ id, kind: 'judged', judgement })
    },
    (error: unknown) => {
      say({ id, kind: 'failed', message: words(error) })
    },
  )
})
// The server has gone: nobody waits for an answer.
process.on('disconnect', () => process.exit(0))

loadFaceModels().then(
  (loaded) => {
    models = loaded
    say({ kind: 'ready' })
  },
  (error: unknown) => {
    say({ kind: 'unavailable', message: words(error) })
  },
)
