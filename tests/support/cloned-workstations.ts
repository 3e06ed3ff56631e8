import { cpSync, mkdtempSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { createServerClient } from '../../electron/agent/server/server-client.ts'
import { openDatabase } from '../../electron/agent/storage/database.ts'
import type { LocalWorkspace } from '../../electron/agent/storage/local-workspace.ts'
import { createWorkspaces } from '../../electron/agent/storage/workspaces.ts'
import { exchange, type Uploads } from '../../electron/agent/sync/exchange.ts'
import { testHost, type TestHost } from './test-host.ts'
import type { TestServer } from './test-server.ts'

export const NO_UPLOADS: Uploads = {
  uploadWanted: () => Promise.resolve(),
  isSettled: () => true,
  progress: () => ({ files: 0, sentBytes: 0, totalBytes: 0, remainingSeconds: null }),
}

/** A workstation's disk with what is needed to let it synchronise with a true server. */
export interface Disk {
  host: TestHost
  db: Database
  workspace: LocalWorkspace
  synchronise: () => Promise<void>
  /** Another disk with the same content, the same client id and the same key. */
  copy: () => Promise<Disk>
}

export interface Owner {
  token: string
  accountId: string
  organisationId: string
}

/** Listens, registers an organisation, and gives its first workstation. */
export async function firstDisk(server: TestServer): Promise<Disk> {
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  // Safe: a server listening on a TCP port has an AddressInfo.
  const { port } = server.app.server.address() as AddressInfo
  const session = await server.registerOrganisation()
  return openDisk(`http://127.0.0.1:${port}`, session, testHost())
}

async function openDisk(serverUrl: string, owner: Owner, host: TestHost): Promise<Disk> {
  const db = await openDatabase(host)
  onTestFinished(() => void db.close())
  const workspaces = createWorkspaces({ db, now: () => host.now(), onChanged: () => undefined })
  const workspace = workspaces.open(owner.accountId, owner.organisationId)
  const { http } = createServerClient({
    serverUrl,
    now: () => new Date(),
    token: () => owner.token,
    onTokenRefused: () => undefined,
  })
  return {
    host,
    db,
    workspace,
    synchronise: () =>
      exchange({ workspace, http, uploads: NO_UPLOADS, signal: new AbortController().signal }),
    copy: async () => {
      db.pragma('wal_checkpoint(TRUNCATE)')
      const dataDir = mkdtempSync(join(tmpdir(), 'agent-'))
      cpSync(host.dataDir, dataDir, { recursive: true })
      const twin = testHost({ dataDir })
      for (const [name, secret] of host.keptSecrets) twin.keptSecrets.set(name, secret)
      return openDisk(serverUrl, owner, twin)
    },
  }
}
