/**
 * A thread of its own: copying and checking a database takes seconds, in which nobody could type otherwise.
 * Gets the file, its key and the target; answers null when the copy stands checked, else why not.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { copyDatabase, type CopyOrder } from './copy-database.ts'

// Safe: run-backup-worker.ts is the only one to start this thread.
parentPort?.postMessage(copyDatabase(workerData as CopyOrder))
