/**
 * The sync server's command line:
 *   node server/main.ts [serve]
 *   node server/main.ts create-authority --mobile <手机号> --name <姓名> --region <地区代码>
 *   node server/main.ts renew-epoch      after a backup was restored
 *   node server/main.ts check-audit      whether the audit log was altered
 * `serve` prints `READY <address>` once it listens, and stops on SIGINT and SIGTERM.
 */
import { parseArgs } from 'node:util'
import { createAuthority } from './accounts/create-authority.ts'
import { readConfig, type Config } from './config.ts'
import { openDatabase } from './database/database.ts'
import { renewEpoch } from './database/epoch.ts'
import type { Tables } from './database/tables.ts'
import { findBrokenAuditLink } from './records/audit-log.ts'
import { serve } from './serve.ts'
import type { Kysely } from 'kysely'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mobile: { type: 'string', default: '' },
    name: { type: 'string', default: '' },
    region: { type: 'string', default: '' },
  },
})

async function runServer(config: Config): Promise<void> {
  const server = await serve(config, process.env)
  let stopping: Promise<void> | null = null
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopping ??= server.close().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      )
    })
  }
  console.log(`READY ${server.url}`)
}

async function withDatabase(config: Config, work: (db: Kysely<Tables>) => Promise<void>): Promise<void> {
  const db = await openDatabase(config.database)
  try {
    await work(db)
  } finally {
    await db.destroy()
  }
}

const COMMANDS: Record<string, (config: Config) => Promise<void>> = {
  serve: runServer,
  'create-authority': (config) =>
    withDatabase(config, async (db) => {
      const { password } = await createAuthority(db, values, new Date())
      console.log(
        `消防救援机构账号已创建\n初始密码：${password}\n请交给本人，登录后以“忘记密码”更换；此密码不再显示`,
      )
    }),
  'renew-epoch': (config) =>
    withDatabase(config, async (db) => {
      await renewEpoch(db)
      console.log('已更换数据库标识；各工作站会重新提交备份之后的内容。请重新启动服务器')
    }),
  'check-audit': (config) =>
    withDatabase(config, async (db) => {
      const broken = await findBrokenAuditLink(db)
      console.log(broken === null ? '审计日志完整' : `审计日志自第 ${broken} 条起被改动`)
      if (broken !== null) process.exitCode = 1
    }),
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

const [command = 'serve'] = positionals
const run = COMMANDS[command]
if (!run) fail(`没有命令 ${command}；可用：${Object.keys(COMMANDS).join('、')}`)
await Promise.resolve()
  .then(() => run(readConfig(process.env)))
  .catch(fail)
