import { randomBytes, randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash } from '@node-rs/argon2'
import type { RecordBody } from '../../domain/records/records.ts'
import { NOT_VERIFIED } from '../../domain/verification/verification.ts'
import { insertAccount } from '../../server/accounts/account-repository.ts'
import { createFeeds } from '../../server/records/feeds.ts'
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { anOperator, aProject } from './made-records.ts'
import {
  copyHome,
  makeHome,
  removeHome,
  type ServerHome,
  tortureServer,
  type TortureServer,
} from './torture-server.ts'
import { tortureWorkstation, type Workstation } from './workstation.ts'

export const WORKSTATIONS_MAX = 4
const PASSWORD = 'Xiaofang_2026'
const BEGINNING = new Date('2026-11-22T02:00:00.000Z')
/** Cheap on purpose: what is tortured here is not the password. */
const CHEAP_HASH = { memoryCost: 64, timeCost: 1, parallelism: 1 }

/** An organisation's account that may sign in at any workstation. */
export interface User {
  accountId: string
  organisationId: string
  mobile: string
  password: string
}

export interface Stage {
  server: TortureServer
  stations: Workstation[]
  users: User[]
  engineerIds: string[]
  /** The world's clock; workstations may be off against it. */
  clock: { now: Date }
  /** A place for copies of this schedule. */
  place(name: string): string
  homeAt(name: string): ServerHome
}

/** What is made once and copied for every schedule: a server with two organisations, workstations on which the first is signed in. */
export interface Rig {
  engine: Engine
  /** Everything at its beginning again, running. */
  open(workstations: number): Promise<Stage>
  close(stage: Stage): Promise<void>
  dismantle(): Promise<void>
}

export interface Engine {
  name: 'SQLite' | 'PostgreSQL'
  postgresUrl: string | null
}

export async function buildRig(engine: Engine): Promise<Rig> {
  const memory = '/dev/shm'
  const root = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'torture-'))
  const name = `torture_${randomBytes(5).toString('hex')}`
  const homeAt = (part: string): ServerHome => ({
    directory: join(root, `server-${part}`),
    postgres: engine.postgresUrl === null ? null : { url: engine.postgresUrl, database: `${name}_${part}` },
  })
  const proxies = await Promise.all(Array.from({ length: WORKSTATIONS_MAX }, () => startFaultProxy()))
  const template = await buildTemplate(root, homeAt('template'), proxies)
  return {
    engine,
    open: async (workstations) => {
      const clock = { now: new Date(BEGINNING.getTime() + 60_000) }
      const home = homeAt('live')
      await copyHome(template.home, home)
      const server = tortureServer(home, () => clock.now)
      await server.start()
      const stations = template.stations.slice(0, workstations).map(({ directory, secrets, index }) => {
        const live = join(root, `station-${index}`)
        rmSync(live, { recursive: true, force: true })
        cpSync(directory, live, { recursive: true })
        const proxy = resetProxy(proxies[index], server)
        return tortureWorkstation({ index, directory: live, proxy, secrets, now: () => clock.now })
      })
      await Promise.all(stations.map((station) => station.start()))
      const { users, engineerIds } = template
      return { server, stations, users, engineerIds, clock, place: (part) => join(root, part), homeAt }
    },
    close: async ({ server, stations }) => {
      for (const station of stations) {
        station.proxy.open = false
        if (station.working) await station.stop()
        await station.proxy.settle()
      }
      if (server.port !== null) await server.stop()
    },
    dismantle: async () => {
      for (const proxy of proxies) await proxy.close()
      for (const part of ['template', 'live', 'backup']) await removeHome(homeAt(part))
      rmSync(root, { recursive: true, force: true })
    },
  }
}

function resetProxy(proxy: FaultProxy | undefined, server: TortureServer): FaultProxy {
  if (!proxy) throw new Error('more workstations than proxies')
  proxy.open = false
  proxy.faults = []
  proxy.forgetLate()
  proxy.target = () => server.port
  proxy.isBroken = () => false
  proxy.onExchange = () => undefined
  return proxy
}

async function buildTemplate(root: string, home: ServerHome, proxies: readonly FaultProxy[]) {
  await makeHome(home)
  const server = tortureServer(home, () => BEGINNING)
  await server.start()
  const users = [await anOrganisation(server, 1), await anOrganisation(server, 2)]
  const engineerIds = await engineersOf(server, users[0])
  const stations: Workstation[] = []
  for (const [index, proxy] of proxies.entries()) {
    const directory = join(root, `template-${index}`)
    mkdirSync(directory)
    resetProxy(proxy, server).open = true
    const facts = { index, directory, proxy, secrets: new Map<string, string>(), now: () => BEGINNING }
    const station = tortureWorkstation(facts)
    await station.start()
    const [first] = users
    if (first) await station.working?.ask.accounts.signIn({ kind: 'password', ...first })
    if (index === 0) await firstRecords(station, engineerIds)
    await station.working?.ask.sync.run()
    await station.stop()
    stations.push(station)
  }
  await server.stop()
  return { home, users, engineerIds, stations }
}

/** Known everywhere from the beginning, so that a few steps are enough for two workstations to meet. */
async function firstRecords({ working }: Workstation, engineerIds: readonly string[]): Promise<void> {
  for (const person of [1, 2]) {
    await working?.ask.people.saveOperator({
      operatorId: null,
      fields: anOperator(`900${person}`, 100 + person),
    })
  }
  await working?.ask.practice.saveProject({ projectId: null, fields: aProject('9000', 9, engineerIds) })
}

async function anOrganisation(server: TortureServer, order: number): Promise<User> {
  const { db } = server
  const organisationId = randomUUID()
  const creditCode = madeCreditCode(order)
  const createdAt = BEGINNING.toISOString()
  const mobile = `1380000000${order}`
  const name = `江苏安平消防技术服务有限公司第${order}分公司`
  await db
    .insertInto('organisation')
    .values({
      id: organisationId,
      name,
      credit_code: creditCode,
      province: '320000',
      change_seq: 0,
      created_at: createdAt,
    })
    .execute()
  const account = await insertAccount(db, {
    role: 'organisation',
    display_name: name,
    mobile,
    organisation_id: organisationId,
    password_hash: await hash(PASSWORD, CHEAP_HASH),
    created_at: createdAt,
  })
  await createFeeds(db, () => BEGINNING).transaction(async (_db, openFeed) => {
    const records = await openFeed(organisationId, { accountId: account.id })
    const body: RecordBody<'organisation'> = {
      name,
      creditCode,
      creditCodeConfirmed: false,
      registrationProvince: '320000',
      accountMobile: mobile,
      scope: '消防设施维护保养检测',
      materials: null,
      verification: NOT_VERIFIED,
    }
    await records.put('organisation', organisationId, body, 'account.register')
  })
  return { accountId: account.id, organisationId, mobile, password: PASSWORD }
}

/** Two of the first level, so that projects have somebody to lead them. */
async function engineersOf(server: TortureServer, user: User | undefined): Promise<string[]> {
  if (!user) throw new Error('no organisation')
  const ids = [randomUUID(), randomUUID()]
  await createFeeds(server.db, () => BEGINNING).transaction(async (_db, openFeed) => {
    const records = await openFeed(user.organisationId, { accountId: null })
    for (const [order, id] of ids.entries()) {
      const body: RecordBody<'engineer'> = {
        name: '王玉才',
        mobile: `1370000000${order}`,
        idNumber: madeCitizenId('19800202', order + 1),
        qualificationNumber: `Q00000000${order}`,
        managementNumber: `M00000000${order}`,
        level: 'first',
        validUntil: '2099-06-30',
        accountId: randomUUID(),
        verified: true,
        state: 'normal',
        position: 'ordinary',
        joinedAt: BEGINNING.toISOString(),
        leftAt: null,
      }
      await records.put('engineer', id, body, 'application.approve')
    }
  })
  return ids
}
