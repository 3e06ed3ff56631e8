import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setGlobalProxyFromEnv } from 'node:http'
import { dirname, join } from 'node:path'
import { ELECTRON_PACKAGE, findElectron, wantedElectronVersion } from './find-electron.ts'

const PROBE_TIMEOUT_MS = 8_000
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000
const FORGET_AFTER_MS = 24 * 60 * 60_000

/**
 * Lets Electron's own installer fetch the binary; answers whether it is there afterwards. Gives up within 8 s where the download host does not answer and
 * remembers that in `memoryFile` for a day, so that the next start does not wait. `insist` asks again in spite of it.
 */
export async function installElectron(memoryFile: string, options: { insist: boolean }): Promise<boolean> {
  if (!options.insist && failedRecently(memoryFile)) return false
  const source = downloadBase()
  console.log(`首次使用：正在从 ${source} 获取 Electron ${wantedElectronVersion()} …`)
  if (!(await answers(source)) || !(await runInstaller())) {
    mkdirSync(dirname(memoryFile), { recursive: true })
    writeFileSync(memoryFile, JSON.stringify({ failedAt: new Date().toISOString(), source }))
    return false
  }
  rmSync(memoryFile, { force: true })
  return 'executable' in findElectron()
}

/** The same sources in the same order as @electron/get, whose installer does the download; .npmrc reaches us as npm_config_*. */
function downloadBase(): string {
  const { env } = process
  return (
    env['npm_config_electron_mirror'] ??
    env['NPM_CONFIG_ELECTRON_MIRROR'] ??
    env['npm_package_config_electron_mirror'] ??
    env['ELECTRON_MIRROR'] ??
    'https://github.com/electron/electron/releases/download/'
  )
}

function failedRecently(memoryFile: string): boolean {
  try {
    // Safe: written by installElectron; anything else is treated as nothing remembered.
    const { failedAt, source } = JSON.parse(readFileSync(memoryFile, 'utf8')) as {
      failedAt?: string
      source?: string
    }
    return source === downloadBase() && Date.now() - Date.parse(failedAt ?? '') < FORGET_AFTER_MS
  } catch {
    // Nothing remembered, or not readable: try again.
    return false
  }
}

/** Whether anything answers there at all; what it answers is the installer's business. */
async function answers(source: string): Promise<boolean> {
  const restore = setGlobalProxyFromEnv()
  try {
    await fetch(artifactUrl(source), { method: 'HEAD', signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })
    return true
  } catch {
    // Refused, unknown name, too slow: for us all the same.
    return false
  } finally {
    restore()
  }
}

/** The usual place of the file; redirects are followed, because the host they lead to is the one that must be reached. */
function artifactUrl(source: string): string {
  const version = wantedElectronVersion()
  return `${source}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`
}

function runInstaller(): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ELECTRON_PACKAGE, 'install.js')], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_USE_ENV_PROXY: '1' },
      timeout: DOWNLOAD_TIMEOUT_MS,
    })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })
}
