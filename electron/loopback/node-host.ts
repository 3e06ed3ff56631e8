import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { AgentHost } from '../agent/host.ts'
import { createHostLog } from '../agent/hosting/host-log.ts'
import { readLabelFont } from '../agent/hosting/label-font.ts'
import { proxyFromEnvironment } from '../agent/hosting/proxy-from-environment.ts'
import { createSecretFile, type Seal } from '../agent/hosting/secret-file.ts'

/**
 * What plain Node lends the agent. There is no operating-system keychain here: secrets lie in secrets.json, readable only by the user who runs the program,
 * so the encrypted database is protected against other users and a lost copy of the database file, not against whoever copies the whole directory.
 */
export function createNodeHost(options: { dataDir: string; serverUrl: string }): AgentHost {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  return {
    log: createHostLog(options.dataDir),
    now: () => new Date(),
    dataDir: options.dataDir,
    secrets: createSecretFile(join(options.dataDir, 'secrets.json'), PLAIN),
    appVersion: readVersion(),
    serverUrl: options.serverUrl.replace(/\/+$/, ''),
    systemProxy: (address) => Promise.resolve(proxyFromEnvironment(address, process.env)),
    labelFont: readLabelFont,
  }
}

const PLAIN: Seal = { close: (plain) => Promise.resolve(plain), open: (sealed) => Promise.resolve(sealed) }

function readVersion(): string {
  const file = join(import.meta.dirname, '../../package.json')
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version
}
