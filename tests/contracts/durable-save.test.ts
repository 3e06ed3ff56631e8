import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { unlock } from '../../electron/agent/storage/database.ts'

const SAVES = 60

interface Traced {
  syncs: number
  drafts: string[]
  outgoing: number
}

/** Runs the saves in a program of their own that is killed right after the last one, and counts what it asked of the disk. */
function saveUnderStrace(count: number): Traced {
  const folder = mkdtempSync(join(tmpdir(), 'durable-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const trace = join(folder, 'trace')
  const program = join(import.meta.dirname, '../support/durable-saves.ts')
  const run = spawnSync(
    'strace',
    [
      '-f',
      '-qq',
      '-e',
      'trace=fsync,fdatasync',
      '-o',
      trace,
      process.execPath,
      program,
      folder,
      String(count),
    ],
    { encoding: 'utf8' },
  )
  if (run.status !== 137 && run.signal !== 'SIGKILL')
    throw new Error(`the saves did not run to their end: ${run.stderr}`)
  const syncs = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => /\bf(data)?sync\(\d+\)?\s+= 0|f(data)?sync resumed>\)\s+= 0/.test(line)).length
  return { syncs, ...stored(folder) }
}

function stored(folder: string): Pick<Traced, 'drafts' | 'outgoing'> {
  const db = new Sqlite(join(folder, 'workstation.db'))
  try {
    unlock(db, 'ab'.repeat(32))
    return {
      drafts: db.prepare<[], string>('SELECT title FROM draft').pluck().all(),
      outgoing: Number(db.prepare('SELECT count(*) FROM outbox').pluck().get()),
    }
  } finally {
    db.close()
  }
}

describe('a save that was reported', () => {
  it('I1: has been synced to the disk by itself, drafts and records alike', () => {
    const idle = saveUnderStrace(0)
    const busy = saveUnderStrace(SAVES)
    expect(busy.syncs - idle.syncs).toBeGreaterThanOrEqual(2 * SAVES)
  })

  it('I1: stands after a kill right behind it', () => {
    const { drafts, outgoing } = saveUnderStrace(SAVES)
    expect(drafts).toEqual([`第 ${SAVES - 1} 次保存`])
    expect(outgoing).toBe(SAVES)
  })
})
