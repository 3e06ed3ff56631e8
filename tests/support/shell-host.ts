import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type Browser, type ElectronApplication, type Page } from '@playwright/test'
import { startProgram } from '../../build/child-program.ts'
import { findElectron } from '../../build/find-electron.ts'
import { ROOT, type RunningServer } from './running-server.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

export type ShellName = 'electron' | 'standin' | 'browser'

/** One workstation: a shell with its own agent, data directory and network cable to the server. */
export interface Shell {
  name: ShellName
  /** The page shown now; another object after `restartShell`. */
  readonly page: Page
  /** Electron or its stand-in; null in the browser shell. */
  readonly app: ElectronApplication | null
  /** Where the page is served from, e.g. http://127.0.0.1:… or app://bundle. */
  readonly origin: string
  dataDir: string
  /** The line to the server, to be made slow or measured. */
  readonly cable: TcpProxy
  /** Closes the program and opens it again over the same data. `env` is merged into what it was started with. */
  restartShell(env?: Record<string, string>): Promise<void>
  /** Ends the program at once by SIGKILL, as a power cut does; the page, if it outlives it, stays as it was. `restartShell` opens it again. */
  kill(): Promise<void>
  goOffline(): Promise<void>
  goOnline(): Promise<void>
  close(): Promise<void>
}

export interface ShellOptions {
  name: ShellName
  server: RunningServer
  browser: Browser
  /** For instance `env` of a virtual printer. */
  env?: Record<string, string>
}

interface Opened {
  page: Page
  app: ElectronApplication | null
  origin: string
  kill(): Promise<void>
  close(): Promise<void>
}

const VIEWPORT = { width: 1366, height: 768 }
const STANDIN = join(ROOT, 'tests/support/electron-standin/dist')

export async function openShell(options: ShellOptions): Promise<Shell> {
  const dataDir = mkdtempSync(join(tmpdir(), `${options.name}-shell-`))
  const cable = await startTcpProxy(options.server.url)
  let env: Record<string, string> = { ...options.env, SERVER_URL: cable.url }
  const open = () =>
    options.name === 'browser'
      ? openBrowserShell(options.browser, dataDir, env)
      : openElectron(options.name, dataDir, env)
  let opened = await open()
  return {
    name: options.name,
    get page() {
      return opened.page
    },
    get app() {
      return opened.app
    },
    get origin() {
      return opened.origin
    },
    dataDir,
    cable,
    kill: () => opened.kill(),
    restartShell: async (more = {}) => {
      await opened.close()
      env = { ...env, ...more }
      opened = await open()
    },
    goOffline: () => cable.unplug(),
    goOnline: () => cable.plugIn(),
    close: async () => {
      await opened.close()
      await cable.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function openBrowserShell(
  browser: Browser,
  dataDir: string,
  env: Record<string, string>,
): Promise<Opened> {
  const program = startProgram({
    name: 'browser shell',
    executable: process.execPath,
    args: [join(ROOT, 'electron/loopback/loopback.ts')],
    env: { ...process.env, ...env, DATA_DIR: dataDir, PORT: '0' },
    logFile: join(dataDir, 'shell.log'),
  })
  const url = await program.ready.catch((error: unknown) => {
    throw new Error(`the browser shell did not start:\n${program.tail()}`, { cause: error })
  })
  const context = await browser.newContext({ locale: 'zh-CN', viewport: VIEWPORT })
  const page = await context.newPage()
  await page.goto(url)
  return {
    page,
    app: null,
    origin: new URL(url).origin,
    kill: async () => {
      const pid = program.pid()
      if (pid !== undefined) process.kill(pid, 'SIGKILL')
      await program.ended
    },
    close: async () => {
      await context.close()
      await program.stop()
    },
  }
}

async function openElectron(
  name: 'electron' | 'standin',
  dataDir: string,
  env: Record<string, string>,
): Promise<Opened> {
  const app = await _electron.launch({
    executablePath: electronExecutable(name),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${dataDir}`,
      '--lang=zh-CN',
      ROOT,
    ],
    cwd: ROOT,
    env: { ...definedEnvironment(), ...env },
  })
  const page = await app.firstWindow()
  // The window exists before its page: until then it shows about:blank.
  await page.waitForURL((url) => url.protocol !== 'about:')
  await page.waitForLoadState()
  const kill = async () => {
    const ended = new Promise<void>((resolve) => app.once('close', () => resolve()))
    app.process().kill('SIGKILL')
    await ended
  }
  return { page, app, origin: originOf(page.url()), kill, close: () => app.close() }
}

function electronExecutable(name: 'electron' | 'standin'): string {
  if (name === 'standin') return join(STANDIN, 'electron')
  const found = findElectron()
  if ('missing' in found) throw new Error(found.missing)
  return found.executable
}

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return Object.fromEntries(entries)
}

/** Not URL.origin, which is `null` for app://. */
const originOf = (url: string) => url.split('/').slice(0, 3).join('/')
