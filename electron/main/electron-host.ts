import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, safeStorage, session } from 'electron'
import type { AgentHost, AgentLog } from '../agent/host.ts'
import { createHostLog } from '../agent/hosting/host-log.ts'
import { readLabelFont } from '../agent/hosting/label-font.ts'
import { proxyFromRules } from '../agent/hosting/proxy-from-environment.ts'
import { createSecretFile, type Seal } from '../agent/hosting/secret-file.ts'

/** What Electron lends the agent: its own folder in userData, and secrets closed by the system's key store (DPAPI, Keychain, libsecret). */
export function createElectronHost(serverUrl: string): AgentHost {
  const dataDir = join(app.getPath('userData'), 'agent')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const log = createHostLog(dataDir)
  return {
    log,
    now: () => new Date(),
    dataDir,
    secrets: createSecretFile(join(dataDir, 'secrets.json'), createKeyStoreSeal(log)),
    appVersion: app.getVersion(),
    serverUrl: serverUrl.replace(/\/+$/, ''),
    systemProxy: async (address) => proxyFromRules(await session.defaultSession.resolveProxy(address)),
    labelFont: readLabelFont,
  }
}

const SEALED = 'sealed:'
const PLAIN = 'plain:'

/** The prefix tells how a value was written, so that it can still be read when the key store comes or goes. */
function createKeyStoreSeal(log: AgentLog): Seal {
  return {
    close: async (plain) => {
      if (await safeStorage.isAsyncEncryptionAvailable())
        return SEALED + (await safeStorage.encryptStringAsync(plain)).toString('base64')
      log.warn('no key store: this secret is protected by file permissions only')
      return PLAIN + plain
    },
    open: async (sealed) => {
      if (!sealed.startsWith(SEALED)) return sealed.slice(PLAIN.length)
      const bytes = Buffer.from(sealed.slice(SEALED.length), 'base64')
      return (await safeStorage.decryptStringAsync(bytes)).result
    },
  }
}
