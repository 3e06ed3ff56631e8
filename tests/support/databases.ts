import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import pg from 'pg'
import { afterEach, inject } from 'vitest'
import { openDatabase, type DatabaseLocation } from '../../server/database/database.ts'
import type { Tables } from '../../server/database/tables.ts'

export interface TestEngine {
  name: 'SQLite' | 'PostgreSQL'
  /** A place for a fresh, empty database; removed after the test. */
  locate: () => Promise<DatabaseLocation>
  /** A fresh database on the newest migration; closed after the test. */
  open: () => Promise<Kysely<Tables>>
}

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Both engines, for `describe.each(ENGINES)('… on $name', ({ open }) => …)`. */
export const ENGINES: TestEngine[] = [
  engine('SQLite', () => {
    const directory = mkdtempSync(join(tmpdir(), 'sqlite-'))
    cleanups.push(() => rm(directory, { recursive: true, force: true }))
    return Promise.resolve({ kind: 'sqlite', path: join(directory, 'server.sqlite') })
  }),
  engine('PostgreSQL', async () => {
    const response = await fetch(inject('postgresGate'))
    const server = await response.text()
    if (!response.ok) throw new Error(server)
    const name = `test_${randomBytes(6).toString('hex')}`
    await administrate(server, `create database ${name}`)
    cleanups.push(() => administrate(server, `drop database ${name} with (force)`))
    return { kind: 'postgres', url: `${server}/${name}` }
  }),
]

function engine(name: TestEngine['name'], locate: TestEngine['locate']): TestEngine {
  return {
    name,
    locate,
    async open() {
      const db = await openDatabase(await locate())
      cleanups.push(() => db.destroy())
      return db
    },
  }
}

async function administrate(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}/postgres` })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
