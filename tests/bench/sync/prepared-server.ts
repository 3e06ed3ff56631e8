import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { NOT_VERIFIED } from '../../../domain/verification/verification.ts'
import { insertAccount } from '../../../server/accounts/account-repository.ts'
import { hashPassword } from '../../../server/accounts/passwords.ts'
import { openDatabase } from '../../../server/database/database.ts'
import { createFeeds } from '../../../server/records/feeds.ts'
import { madeCitizenId, madeCreditCode } from '../../support/made-identifiers.ts'
import { type ChildProgram, startProgram } from '../../../build/child-program.ts'

const MOBILE = '13900000099'
const PASSWORD = 'Xiaofang_2026'
const ROOT = join(import.meta.dirname, '../../..')

/** The product's own server in a process of its own, with one organisation that has one 一级注册消防工程师. */
export interface PreparedServer {
  url: string
  credentials: { kind: 'password'; mobile: string; password: string }
  leaderId: string
  /** Comes back on the same port. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Most memory it has held, in MB; 0 while it is away. */
  rssMb(): number
  /** Rows of history, by which a second application of anything would show. */
  historyRows(): number
}

export async function prepareServer(dataDir: string): Promise<PreparedServer> {
  const leaderId = await fill(dataDir)
  let program: ChildProgram | null = null
  let url = ''
  const start = async () => {
    program = startProgram({
      name: 'server',
      executable: process.execPath,
      args: [join(ROOT, 'server/main.ts')],
      env: {
        ...process.env,
        DATA_DIR: dataDir,
        PORT: url === '' ? '0' : new URL(url).port,
        LOG_LEVEL: 'error',
        REQUESTS_PER_MINUTE: '1000000',
      },
      logFile: join(dataDir, 'server.log'),
    })
    url = await program.ready
  }
  await start()
  return {
    get url() {
      return url
    },
    credentials: { kind: 'password', mobile: MOBILE, password: PASSWORD },
    leaderId,
    start,
    stop: async () => {
      await program?.stop()
      program = null
    },
    rssMb: () => {
      const pid = program?.pid()
      return pid === undefined ? 0 : highestRssMb(pid)
    },
    historyRows: () => {
      const db = new Sqlite(join(dataDir, 'server.sqlite'), { readonly: true })
      const rows = Number(db.prepare('SELECT count(*) FROM version').pluck().get())
      db.close()
      return rows
    },
  }
}

async function fill(dataDir: string): Promise<string> {
  const db = await openDatabase({ kind: 'sqlite', path: join(dataDir, 'server.sqlite') })
  const now = new Date()
  const organisationId = randomUUID()
  const leaderId = randomUUID()
  const name = '江苏安平消防技术服务有限公司'
  const creditCode = madeCreditCode(1)
  await db
    .insertInto('organisation')
    .values({
      id: organisationId,
      name,
      credit_code: creditCode,
      province: '320000',
      change_seq: 0,
      created_at: now.toISOString(),
    })
    .execute()
  const account = await insertAccount(db, {
    role: 'organisation',
    mobile: MOBILE,
    password_hash: await hashPassword(PASSWORD),
    display_name: name,
    organisation_id: organisationId,
    created_at: now.toISOString(),
  })
  await createFeeds(db, () => now).transaction(async (_db, openFeed) => {
    const records = await openFeed(organisationId, { accountId: account.id })
    await records.put(
      'organisation',
      organisationId,
      {
        name,
        creditCode,
        creditCodeConfirmed: false,
        registrationProvince: '320000',
        accountMobile: MOBILE,
        scope: '消防设施维护保养检测',
        materials: null,
        verification: NOT_VERIFIED,
      },
      'account.register',
    )
    await records.put(
      'engineer',
      leaderId,
      {
        name: '王玉才',
        mobile: '13900000098',
        idNumber: madeCitizenId('19800202', 1),
        qualificationNumber: 'Q000000001',
        managementNumber: 'M000000001',
        level: 'first',
        validUntil: '2029-06-30',
        accountId: randomUUID(),
        verified: true,
        state: 'normal',
        position: 'technical-leader',
        joinedAt: now.toISOString(),
        leftAt: null,
      },
      'application.approve',
    )
  })
  await db.destroy()
  return leaderId
}

function highestRssMb(pid: number): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return line === undefined ? 0 : Number(line) / 1024
}
