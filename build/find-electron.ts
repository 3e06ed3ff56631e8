import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A runnable Electron, or in words why there is none. */
export type FoundElectron = { executable: string; version: string } | { missing: string }

export const ELECTRON_PACKAGE = join(import.meta.dirname, '../node_modules/electron')

const EXECUTABLE: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

/** Looks without network, and without `require('electron')`, which under plain Node starts a download. */
export function findElectron(): FoundElectron {
  const wanted = readText(join(ELECTRON_PACKAGE, 'package.json'), readVersion)
  if (wanted === null) return { missing: '没有安装 npm 包 electron' }
  const executableName = EXECUTABLE[process.platform] ?? 'electron'
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const dist = override ?? join(ELECTRON_PACKAGE, 'dist')
  const executable = join(dist, executableName)
  if (!existsSync(executable)) return { missing: `没有 ${executable}` }
  if (override) return { executable, version: 'override' }
  const version = readText(join(dist, 'version'), (text) => text.trim().replace(/^v/, ''))
  if (version !== wanted) return { missing: `已有 Electron ${version ?? '（版本不明）'}，需要 ${wanted}` }
  return { executable, version }
}

/** The version of the npm package, which is the version of the binary it wants. */
export function wantedElectronVersion(): string {
  return readVersion(readFileSync(join(ELECTRON_PACKAGE, 'package.json'), 'utf8'))
}

// Safe: every package.json has a version.
const readVersion = (text: string) => (JSON.parse(text) as { version: string }).version

function readText(file: string, read: (text: string) => string): string | null {
  return existsSync(file) ? read(readFileSync(file, 'utf8')) : null
}
