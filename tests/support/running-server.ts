import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startProgram } from '../../build/child-program.ts'

export const ROOT = join(import.meta.dirname, '../..')
const SMS_WAIT_MS = 5_000

export interface Authority {
  mobile: string
  password: string
}

/** The true server of the product on a port and a data directory of its own, with the development providers. */
export interface RunningServer {
  url: string
  dataDir: string
  /** The newest code sent to this number, read from /dev/outbox as a person would; waits up to 5 s for it. Each code is given once. */
  smsCode(mobile: string): Promise<string>
  /** Runs the server's own command line; the password is the one it prints. */
  createAuthority(options?: { mobile?: string; name?: string; region?: string }): Promise<Authority>
  stop(): Promise<void>
  /** Starts it again on the same port over the same data. */
  restart(): Promise<void>
}

export async function startServer(env: Record<string, string> = {}): Promise<RunningServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'server-'))
  const environment = (port: string) => ({
    ...process.env,
    LOG_LEVEL: 'warn',
    ...env,
    DATA_DIR: dataDir,
    PORT: port,
  })
  const run = (port: string) =>
    startProgram({
      name: 'server',
      executable: process.execPath,
      args: [join(ROOT, 'server/main.ts')],
      env: environment(port),
      logFile: join(dataDir, 'server.log'),
    })
  const readyOf = async (program: ReturnType<typeof run>) => {
    try {
      return await program.ready
    } catch (error) {
      throw new Error(`the server did not start:\n${program.tail()}`, { cause: error })
    }
  }
  let program = run('0')
  const url = await readyOf(program)
  const { port } = new URL(url)
  const given = new Set<string>()
  return {
    url,
    dataDir,
    smsCode: (mobile) => waitForCode(url, mobile, given),
    createAuthority: (options) => createAuthority(environment(port), options),
    stop: async () => {
      await program.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
    restart: async () => {
      await program.stop()
      program = run(port)
      await readyOf(program)
    },
  }
}

async function waitForCode(url: string, mobile: string, given: Set<string>): Promise<string> {
  const giveUpAt = Date.now() + SMS_WAIT_MS
  for (;;) {
    const page = await (await fetch(`${url}/dev/outbox`)).text()
    for (const message of smsMessages(page)) {
      const key = `${message.mobile} ${message.code} ${message.sentAt}`
      if (message.mobile !== mobile || given.has(key)) continue
      given.add(key)
      return message.code
    }
    if (Date.now() > giveUpAt) throw new Error(`no SMS code for ${mobile} at ${url}/dev/outbox`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Elements with data-mobile and data-code, in the page's order, newest first. */
function smsMessages(page: string): { mobile: string; code: string; sentAt: string }[] {
  return [...page.matchAll(/<[^>]*data-code="[^"]*"[^>]*>/g)].map(([tag]) => ({
    mobile: attribute(tag, 'data-mobile'),
    code: attribute(tag, 'data-code'),
    sentAt: attribute(tag, 'data-sent-at'),
  }))
}

const attribute = (tag: string, name: string) => new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? ''

async function createAuthority(
  env: NodeJS.ProcessEnv,
  { mobile = '13900000001', name = '省消防救援总队', region = '320000' } = {},
): Promise<Authority> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      join(ROOT, 'server/main.ts'),
      'create-authority',
      '--mobile',
      mobile,
      '--name',
      name,
      '--region',
      region,
    ],
    { env },
  )
  const password = /(?:初始密码|password)\S*?[:：]\s*(\S+)/i.exec(stdout)?.[1]
  if (!password) throw new Error(`create-authority printed no password:\n${stdout}`)
  return { mobile, password }
}
