import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import pg from 'pg'
import { createDevelopmentSmsProvider } from '../../server/accounts/development-sms-provider.ts'
import { buildApp } from '../../server/app.ts'
import { createCapabilities } from '../../server/capabilities.ts'
import { type DatabaseLocation, openDatabase } from '../../server/database/database.ts'
import { readEpoch, renewEpoch } from '../../server/database/epoch.ts'
import type { Tables } from '../../server/database/tables.ts'
import { loadServerKeys } from '../../server/server-keys.ts'
import { createDevelopmentIdentityProvider } from '../../server/verification/development-identity-provider.ts'
import { type MortalProcess, mortalProcess } from '../support/mortal-process.ts'

/** Where a server keeps everything: a folder, and on PostgreSQL a database beside it. */
export interface ServerHome {
  directory: string
  /** null: SQLite, in the folder. */
  postgres: { url: string; database: string } | null
}

/** The whole server of the product over its home, listening; it can be killed and started again. */
export interface TortureServer {
  readonly home: ServerHome
  db: Kysely<Tables>
  process: MortalProcess
  /** null while it does not run. */
  port: number | null
  epoch: string
  start(): Promise<void>
  stop(): Promise<void>
}

export function tortureServer(home: ServerHome, now: () => Date): TortureServer {
  let app: FastifyInstance | null = null
  const place = home.postgres?.database ?? home.directory
  const server: TortureServer = {
    home,
    process: mortalProcess(place),
    port: null,
    epoch: '',
    // Safe: set by start(), before which nobody may read.
    db: undefined as unknown as Kysely<Tables>,
    start: async () => {
      server.process = mortalProcess(place)
      server.db = await openDatabase(locationOf(home))
      server.epoch = await readEpoch(server.db)
      app = await wholeServer(server, home, now)
      // The upload store makes its folder in its own time and throws where it cannot; what is asked of the file system later is answered later.
      await stat(home.directory)
      await app.listen({ host: '127.0.0.1', port: 0 })
      // Safe: a server that listens on a port has an address of this shape.
      server.port = (app.server.address() as AddressInfo).port
    },
    stop: async () => {
      server.port = null
      await app?.close()
      app = null
      await server.db.destroy()
      server.process.bury()
    },
  }
  return server
}

function wholeServer(server: TortureServer, home: ServerHome, now: () => Date): Promise<FastifyInstance> {
  const sms = createDevelopmentSmsProvider(now)
  const identity = createDevelopmentIdentityProvider()
  const { sessions, capabilities } = createCapabilities({
    db: server.db,
    keys: loadServerKeys(home.directory, {}),
    dataDir: home.directory,
    epoch: server.epoch,
    publicUrl: () => 'https://labels.example',
    smsProvider: sms,
    identityProvider: identity,
    dev: null,
    now,
  })
  return buildApp({
    db: server.db,
    sessions,
    capabilities,
    requestsPerMinute: 1_000_000,
    trustProxy: false,
    logger: process.env['TORTURE_LOG'] ? { level: process.env['TORTURE_LOG'] } : false,
  })
}

function locationOf({ directory, postgres }: ServerHome): DatabaseLocation {
  if (postgres) return { kind: 'postgres', url: `${postgres.url}/${postgres.database}` }
  return { kind: 'sqlite', path: join(directory, 'server.sqlite') }
}

export function copyDirectory(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true })
  cpSync(from, to, { recursive: true })
}

/** A copy of a home at rest: nobody may have it open. */
export async function copyHome(from: ServerHome, to: ServerHome): Promise<void> {
  await removeHome(to)
  mkdirSync(to.directory, { recursive: true })
  cpSync(from.directory, to.directory, { recursive: true })
  if (from.postgres && to.postgres) {
    await administrate(
      from.postgres.url,
      `create database ${to.postgres.database} template ${from.postgres.database}`,
    )
  }
}

export async function makeHome(home: ServerHome): Promise<void> {
  mkdirSync(home.directory, { recursive: true })
  if (home.postgres) await administrate(home.postgres.url, `create database ${home.postgres.database}`)
}

export async function removeHome(home: ServerHome): Promise<void> {
  rmSync(home.directory, { recursive: true, force: true })
  if (home.postgres) {
    await administrate(home.postgres.url, `drop database if exists ${home.postgres.database} with (force)`)
  }
}

/** What `renew-epoch` of the command line does after a backup was restored. */
export async function renewEpochOf(home: ServerHome): Promise<void> {
  const db = await openDatabase(locationOf(home))
  await renewEpoch(db)
  await db.destroy()
}

async function administrate(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${url}/postgres` })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
