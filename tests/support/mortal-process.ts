import Sqlite, { type Database } from 'better-sqlite3'
import pg from 'pg'

/** Where a process dies. Statements and commits are counted from the moment it is armed, 1 is the next one. */
export interface KillPoint {
  moment: 'statement' | 'before-commit' | 'after-commit'
  count: number
}

/**
 * A “process” that dies inside this one: from its kill point on every statement of its databases fails before it reaches SQLite or PostgreSQL, also the ROLLBACK
 * of whoever catches that. What was committed is there when it is opened again, what was not is gone: just what SIGKILL leaves.
 */
export interface MortalProcess {
  arm(point: KillPoint): void
  disarm(): void
  die(): void
  isDead(): boolean
  /** Statements run so far. */
  statements(): number
  /** SQLite connections that are open now. */
  databases(): Database[]
  /** Closes what the dead program left open; its name is free again afterwards. */
  bury(): void
}

export class ProcessKilled extends Error {
  constructor() {
    super('this process was killed')
    this.name = 'ProcessKilled'
  }
}

interface Life extends MortalProcess {
  pass(source: string): { dieAfter: boolean }
  own(db: Database): void
}

const lives = new Map<string, Life>()
const lifeOf = new WeakMap<object, Life | null>()

/** `place` is the directory of its SQLite files, or the name of its PostgreSQL database. One process has one place. */
export function mortalProcess(place: string): MortalProcess {
  watchStatements()
  const databases = new Set<Database>()
  let armed: KillPoint | null = null
  let dead = false
  let statements = 0
  const life: Life = {
    arm: (point) => {
      armed = { ...point }
    },
    disarm: () => {
      armed = null
    },
    die: () => {
      dead = true
    },
    isDead: () => dead,
    statements: () => statements,
    databases: () => [...databases].filter((db) => db.open),
    own: (db) => void databases.add(db),
    pass: (source) => {
      if (dead) throw new ProcessKilled()
      statements += 1
      if (!armed) return { dieAfter: false }
      const isCommit = /^\s*commit/i.test(source)
      if (armed.moment !== 'statement' && !isCommit) return { dieAfter: false }
      armed.count -= 1
      if (armed.count > 0) return { dieAfter: false }
      const { moment } = armed
      armed = null
      if (moment === 'after-commit') return { dieAfter: true }
      dead = true
      throw new ProcessKilled()
    },
    bury: () => {
      for (const db of databases) if (db.open) db.close()
      databases.clear()
      lives.delete(place)
    },
  }
  lives.set(place, life)
  return life
}

let watching = false

/** Hooks the two drivers once; databases that belong to no mortal process go on as before. */
function watchStatements(): void {
  if (watching) return
  watching = true
  const memory = new Sqlite(':memory:')
  // Safe: every statement of better-sqlite3 shares this prototype.
  const prototype = Object.getPrototypeOf(memory.prepare('SELECT 1')) as Record<string, Run>
  memory.close()
  for (const verb of ['run', 'get', 'all', 'iterate']) {
    const original = prototype[verb]
    if (!original) throw new Error(`better-sqlite3 has no statement.${verb}`)
    prototype[verb] = function (this: Statement, ...values: unknown[]) {
      const life = lifeOfSqlite(this.database)
      if (!life) return original.apply(this, values)
      const { dieAfter } = life.pass(this.source)
      const result = original.apply(this, values)
      if (dieAfter) {
        life.die()
        throw new ProcessKilled()
      }
      return result
    }
  }
  // Safe: the one method through which Kysely's PostgreSQL dialect speaks.
  const client = pg.Client.prototype as unknown as { query: (...given: unknown[]) => unknown }
  const query = client.query
  client.query = function (this: { database?: string }, ...given: unknown[]) {
    const life = lives.get(this.database ?? '')
    if (!life || typeof given[0] !== 'string') return query.apply(this, given)
    return queryOfLife(life, given[0], () => query.apply(this, given))
  }
}

type Run = (this: Statement, ...values: unknown[]) => unknown
interface Statement {
  source: string
  database: Database
}

async function queryOfLife(life: Life, source: string, run: () => unknown): Promise<unknown> {
  const { dieAfter } = life.pass(source)
  const result = await run()
  if (!dieAfter) return result
  life.die()
  throw new ProcessKilled()
}

function lifeOfSqlite(db: Database): Life | null {
  const known = lifeOf.get(db)
  if (known !== undefined) return known
  const place = [...lives.keys()].find((directory) => db.name.startsWith(`${directory}/`))
  const life = place === undefined ? null : (lives.get(place) ?? null)
  lifeOf.set(db, life)
  life?.own(db)
  return life
}
