import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export type ShellChoice = 'electron' | 'browser' | 'auto'

export interface StartOptions {
  shell: ShellChoice
  dataDir: string
  serverPort: number
  shellPort: number
  /** A server that runs elsewhere; null starts our own. */
  serverUrl: string | null
  hasDisplay: boolean
}

export const USAGE = `用法：npm start -- [选项]
  --shell=electron|browser  外壳；不写时有 Electron 就用 Electron，否则用浏览器
  --data-dir=<目录>         数据目录（环境变量 DATA_DIR）
  --server-port=<端口>      同步服务器端口，默认 8600（SERVER_PORT）
  --port=<端口>             浏览器外壳端口，默认 8601（PORT）
  --server-url=<地址>       使用别处的同步服务器，不启动自己的（SERVER_URL）`

/** Throws Error with a Chinese sentence about the option that cannot be. */
export function parseStartOptions(
  args: string[],
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): StartOptions {
  const { values } = parseArgs({
    args,
    options: {
      shell: { type: 'string', default: env['FIRE_SHELL'] ?? 'auto' },
      'data-dir': { type: 'string', default: env['DATA_DIR'] ?? defaultDataDir(env, platform) },
      'server-port': { type: 'string', default: env['SERVER_PORT'] ?? '8600' },
      port: { type: 'string', default: env['PORT'] ?? '8601' },
      'server-url': { type: 'string', default: env['SERVER_URL'] ?? '' },
    },
  })
  const { shell } = values
  if (shell !== 'auto' && shell !== 'electron' && shell !== 'browser')
    throw new Error(`--shell 应为 electron 或 browser，现在是 ${shell}`)
  if (values['server-url'] !== '' && !/^https?:\/\/./.test(values['server-url']))
    throw new Error(`--server-url 应是 http:// 或 https:// 开头的地址，现在是 ${values['server-url']}`)
  return {
    shell,
    dataDir: resolve(values['data-dir']),
    serverPort: parsePort('--server-port', values['server-port']),
    shellPort: parsePort('--port', values.port),
    serverUrl: values['server-url'] || null,
    hasDisplay: platform !== 'linux' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']),
  }
}

function parsePort(name: string, text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535) throw new Error(`${name} 应为 0–65535 的整数，现在是 ${text}`)
  return port
}

const FOLDER = 'fire-service-client'

function defaultDataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData/Roaming'), FOLDER)
  if (platform === 'darwin') return join(homedir(), 'Library/Application Support', FOLDER)
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local/share'), FOLDER)
}
