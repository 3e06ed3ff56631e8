import { Worker } from 'node:worker_threads'
import type { CopyOrder, CopyTrouble } from './copy-database.ts'

/** Copies in a thread of its own; see copyDatabase. */
export function copyInThread(order: CopyOrder): Promise<CopyTrouble | null> {
  // The bundle holds the thread's program beside the main one (build/vite.main.config.ts).
  const program = import.meta.url.endsWith('.ts') ? './backup-worker.ts' : './backup-worker.js'
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(program, import.meta.url), { workerData: order })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => {
      reject(new Error('the backup thread ended without an answer'))
    })
  })
}
