import type { PictureReply, PictureRequest, PictureTaskName, PictureTasks } from './picture-tasks.ts'

/** A worker that never starts (a policy, a lost file) answers nothing at all. */
const TIMEOUT_MS = 60_000
/** A worker keeps the memory of large pictures; it goes when nobody has needed it for a while. */
const IDLE_MS = 20_000

interface Waiting {
  answer: (output: PictureReply['output']) => void
  timer: ReturnType<typeof setTimeout>
}

let worker: Worker | null = null
let idleTimer: ReturnType<typeof setTimeout> | undefined
let nextId = 1
const waiting = new Map<number, Waiting>()

/** Hands a task to the picture worker; null when the file is no picture that can be opened, or the worker does not answer. */
export async function workOnPicture<Name extends PictureTaskName>(
  name: Name,
  input: PictureTasks[Name]['input'],
): Promise<PictureTasks[Name]['output'] | null> {
  clearTimeout(idleTimer)
  worker ??= startWorker()
  const id = nextId++
  const request: PictureRequest<Name> = { id, name, input }
  const output = await new Promise<PictureReply['output']>((resolve) => {
    const timer = setTimeout(endWorker, TIMEOUT_MS)
    waiting.set(id, { answer: resolve, timer })
    worker?.postMessage(request)
  })
  if (waiting.size === 0) idleTimer = setTimeout(endWorker, IDLE_MS)
  // The worker answers a task with that task's output.
  return output
}

function startWorker(): Worker {
  const started = new Worker(new URL('./picture-worker.ts', import.meta.url), { type: 'module' })
  started.addEventListener('message', ({ data }: MessageEvent<PictureReply>) => {
    settle(data.id, data.output)
  })
  started.addEventListener('error', endWorker)
  return started
}

function settle(id: number, output: PictureReply['output']): void {
  const task = waiting.get(id)
  waiting.delete(id)
  clearTimeout(task?.timer)
  task?.answer(output)
}

/** Whoever still waits is told that nothing came of it. */
function endWorker(): void {
  worker?.terminate()
  worker = null
  for (const id of [...waiting.keys()]) settle(id, null)
}
