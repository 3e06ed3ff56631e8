/** `npm start`: builds what is stale, starts the sync server and the shell, tells where everything is, stops all of it on Ctrl-C. */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { buildStale } from './build.ts'
import { startProgram, type ChildProgram } from './child-program.ts'
import { findElectron } from './find-electron.ts'
import { installElectron } from './install-electron.ts'
import { lockDataDir } from './lock-data-dir.ts'
import { parseStartOptions, USAGE, type StartOptions } from './start-options.ts'

const root = join(import.meta.dirname, '..')
// Taken before the build, during which Vite sets NODE_ENV to production in this process.
const environment = { ...process.env }
const running: { name: string; program: ChildProgram }[] = []
const BROWSER_OPENERS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', win32: 'explorer' }
const state = { stopping: false }

async function main(options: StartOptions): Promise<void> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  lockDataDir(options.dataDir)
  const electron = await chooseElectron(options)
  const [serverUrl] = await Promise.all([
    options.serverUrl ?? startServer(options),
    buildStale(electron ? ['renderer', 'phone', 'main', 'preload'] : ['renderer', 'phone']),
  ])
  const page = electron
    ? await startElectron(options, electron, serverUrl)
    : await startBrowserShell(options, serverUrl)
  sayWhereEverythingIs(options, serverUrl, page)
  if (page && options.hasDisplay) openInBrowser(page)
}

/** The executable of Electron, or null for the browser shell; says in one line why it is not Electron. */
async function chooseElectron(options: StartOptions): Promise<string | null> {
  if (options.shell === 'browser') return null
  if (!options.hasDisplay) {
    if (options.shell === 'electron')
      throw new Error('没有图形界面（DISPLAY 为空），不能启动 Electron：请用 --shell=browser')
    console.log('没有图形界面（DISPLAY 为空），使用浏览器外壳：请在浏览器中打开下面的客户端界面地址')
    return null
  }
  const insist = options.shell === 'electron'
  const found = findElectron()
  if ('executable' in found) return found.executable
  if (await installElectron(join(options.dataDir, 'electron-download.json'), { insist })) {
    const installed = findElectron()
    if ('executable' in installed) return installed.executable
  }
  const remedy =
    '可设置 ELECTRON_MIRROR=https://npmmirror.com/mirrors/electron/ 后用 npm start -- --shell=electron 重试'
  if (insist) throw new Error(`未能获取 Electron：${remedy}`)
  console.log(`未能获取 Electron，改用浏览器外壳；${remedy}`)
  return null
}

async function startServer(options: StartOptions): Promise<string> {
  return start('同步服务器', options, {
    executable: process.execPath,
    args: [join(root, 'server/main.ts')],
    env: {
      PORT: String(await freePort(options.serverPort, '--server-port')),
      DATA_DIR: join(options.dataDir, 'server'),
    },
    logName: 'server.log',
  }).ready
}

async function startBrowserShell(options: StartOptions, serverUrl: string): Promise<string> {
  return start('浏览器外壳', options, {
    executable: process.execPath,
    args: [join(root, 'electron/loopback/loopback.ts')],
    env: {
      PORT: String(await freePort(options.shellPort, '--port')),
      DATA_DIR: join(options.dataDir, 'client-browser'),
      SERVER_URL: serverUrl,
    },
    logName: 'browser-shell.log',
  }).ready
}

async function startElectron(options: StartOptions, executable: string, serverUrl: string): Promise<null> {
  const profile = join(options.dataDir, 'client-electron')
  // Chromium refuses its sandbox to root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const electron = start('Electron', options, {
    executable,
    args: [...sandbox, `--user-data-dir=${profile}`, root],
    env: { SERVER_URL: serverUrl },
    logName: 'electron.log',
  })
  await electron.ready
  return null
}

function start(
  name: string,
  options: StartOptions,
  program: { executable: string; args: string[]; env: Record<string, string>; logName: string },
): ChildProgram {
  const logFile = join(options.dataDir, 'logs', program.logName)
  const child = startProgram({ ...program, name, env: { ...environment, ...program.env }, logFile })
  running.push({ name, program: child })
  void child.ended.then((code) => {
    if (state.stopping) return
    // Closing the window of Electron is the usual end.
    if (name === 'Electron' && code === 0) return stop(0)
    console.error(`${name}意外结束（退出码 ${String(code)}），完整记录在 ${logFile}\n${child.tail()}`)
    return stop(1)
  })
  return child
}

async function stop(exitCode: number): Promise<void> {
  if (state.stopping) return
  state.stopping = true
  // The shell first, so that its last words still reach the server.
  for (const { program } of running.toReversed()) await program.stop()
  process.exit(exitCode)
}

/** Answers the wanted port, or another where somebody else listens there; says so, since the address is then another. */
async function freePort(wanted: number, option: string): Promise<number> {
  if (wanted === 0 || (await canListen(wanted))) return wanted
  const next = await firstFree(wanted + 1)
  console.log(`端口 ${wanted} 已被占用，改用 ${next}（可用 ${option} 指定）`)
  return next
}

async function firstFree(port: number): Promise<number> {
  return (await canListen(port)) ? port : firstFree(port + 1)
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

function sayWhereEverythingIs(options: StartOptions, serverUrl: string, page: string | null): void {
  console.log(`
消防技术服务机构客户端已启动
  客户端界面    ${page ?? 'Electron 窗口'}
  同步服务器    ${serverUrl}${options.serverUrl ? '（在别处运行）' : ''}${
    options.serverUrl
      ? ''
      : `\n  短信验证码    ${serverUrl}/dev/outbox （开发环境：短信与实名核验结果在此页）`
  }
  数据目录      ${options.dataDir}
按 Ctrl-C 结束`)
}

function openInBrowser(url: string): void {
  const child = spawn(BROWSER_OPENERS[process.platform] ?? 'xdg-open', [url], {
    stdio: 'ignore',
    detached: true,
  })
  child.on('error', () => console.log('没有找到系统浏览器，请自行打开上面的地址'))
  child.unref()
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))

if (process.argv.includes('--help')) {
  console.log(USAGE)
  process.exit(0)
}
try {
  await main(parseStartOptions(process.argv.slice(2), process.env, process.platform))
} catch (error) {
  // A program that ended by itself has its own message, and stop() is under way.
  if (!state.stopping) console.error(error instanceof Error ? error.message : error)
  await stop(1)
}
