import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Session } from '../../domain/accounts/accounts-contract.ts'
import type { AgentContract } from '../../domain/contracts/agent-contract.ts'
import type { Announce } from '../../domain/contracts/agent-events.ts'
import type { Handlers } from '../../domain/contracts/contract.ts'
import { FailureError } from '../../domain/contracts/failure.ts'
import { RecordType } from '../../domain/records/records.ts'
import { createAccountService } from './accounts/account-service.ts'
import { createPasswordConfirmation } from './accounts/confirm-password.ts'
import { createSessionRepository } from './accounts/session-repository.ts'
import { createApplicationService } from './applications/application-service.ts'
import { openAttachments } from './attachments/open-attachments.ts'
import { createVault } from './attachments/vault.ts'
import { createDiagnosticsService } from './diagnostics/diagnostics-service.ts'
import { createDisclosureService } from './disclosure/disclosure-service.ts'
import { openDrafts } from './drafts/open-drafts.ts'
import type { AgentHost } from './host.ts'
import { createLabelPrinting } from './label-printing.ts'
import { createNoticeService } from './notices/notice-service.ts'
import { createOrganisationService } from './organisation/organisation-service.ts'
import { createPeopleService } from './people/people-service.ts'
import { createPenaltyService } from './penalties/penalty-service.ts'
import { createPracticeService } from './practice/practice-service.ts'
import { createLetterFont } from './self-entry/letter-fonts.ts'
import { createSelfEntryService } from './self-entry/self-entry-service.ts'
import { createProxySettings } from './settings/proxy-settings.ts'
import { createSettingsService } from './settings/settings-service.ts'
import { createServerClient } from './server/server-client.ts'
import type { OpenedStorage } from './storage-health/open-storage.ts'
import type { Storage } from './storage-health/storage.ts'
import { createStorageHealthService } from './storage-health/storage-health-service.ts'
import type { ContentOwner } from './storage-health/unsent-content.ts'
import { isSound } from './storage/database.ts'
import type { LocalWorkspace } from './storage/local-workspace.ts'
import { createMeta, type Meta } from './storage/meta.ts'
import { createWorkspaces, type Workspaces } from './storage/workspaces.ts'
import { createSupervisionService } from './supervision/supervision-service.ts'
import { createSyncService } from './sync/sync-service.ts'
import { createUploadLimit } from './sync/upload-limit.ts'
import { createVerificationService } from './verification/verification-service.ts'
import { createWorkstationName, deviceName } from './workstations/workstation-name.ts'
import { createWorkstationService } from './workstations/workstation-service.ts'

type Opened = OpenedStorage & { storage: Storage }

export interface AgentServices {
  handlers: Handlers<AgentContract>
  start(): void
  stop(): Promise<void>
}

/** A slow server must not keep anybody at the sign-in screen; the rest of his data arrives by itself. */
const FIRST_DATA_WITHIN_MS = 5000

/** The only place where capabilities meet: each is handed the functions it needs of another. `whole` is what must be done to all of them at once. */
export async function createServices(
  host: AgentHost,
  opened: Opened,
  announce: Announce,
  whole: { clear: (accountId: string, signOut: () => Promise<void>) => Promise<void> },
): Promise<AgentServices> {
  const { db } = opened
  const now = () => host.now()
  const meta = createMeta(db)
  const stopping = new AbortController()
  const workspaces = createWorkspaces({
    db,
    now,
    onChanged: (workspaceId, types, cause) => {
      if (own.orNull()?.id !== workspaceId) return
      if (types.length > 0) announce('records.changed', { types })
      sync.refreshStatus()
      if (cause === 'user') sync.poke()
    },
  })
  const proxy = await createProxySettings({
    meta,
    secrets: host.secrets,
    serverUrl: host.serverUrl,
    systemProxy: (address) => host.systemProxy?.(address) ?? Promise.resolve(null),
    now,
  })
  const server = createServerClient({
    serverUrl: host.serverUrl,
    now,
    proxy: () => proxy.route(),
    token: () => accounts.token(),
    onTokenRefused: () => void accounts.forgetToken(),
  })
  const accounts = await createAccountService({
    server: server.api.accounts,
    sessions: createSessionRepository(db),
    secrets: host.secrets,
    meta,
    deviceName: () => deviceName(meta),
    now,
    onChanged: (session) => {
      announce('session.changed', session)
      sync.sessionChanged()
    },
    afterSignIn: async () => {
      const patience = delay(FIRST_DATA_WITHIN_MS, undefined, { ref: false })
      await Promise.race([sync.run(), patience])
    },
  })
  const own = currentWorkspace(workspaces, () => accounts.current())
  const attachments = openAttachments({
    db,
    folder: join(host.dataDir, 'files'),
    key: vaultKey(meta),
    log: host.log,
    http: server.http,
    now,
    owner: own.orFail,
    ownerOrNull: own.orNull,
    onProgress: () => {
      sync.refreshStatus()
    },
    onSettled: () => {
      sync.poke()
    },
  })
  const confirmPassword = createPasswordConfirmation({ db, session: () => accounts.current(), now })
  const storageHealth = createStorageHealthService({
    ...opened,
    log: host.log,
    ...contentOwner(workspaces, () => accounts.current()),
    confirmPassword,
    clear: (accountId) => whole.clear(accountId, () => accounts.leave()),
    vault: createVault(join(host.dataDir, 'files'), vaultKey(meta)),
    onImported: () => {
      announce('records.changed', { types: [...RecordType.options] })
      sync.refreshStatus()
      sync.poke()
    },
  })
  const labelPrinting = createLabelPrinting({
    host,
    db,
    meta,
    server,
    workspaces,
    own,
    session: () => accounts.current(),
    announce,
  })
  const workstationName = createWorkstationName(meta)
  const sync = createSyncService({
    http: server.http,
    uploads: attachments,
    uploadLimit: createUploadLimit(meta, (limit) => {
      attachments.setUploadLimit(limit)
    }),
    workstation: (clientId) => ({ name: workstationName.of(clientId), appVersion: host.appVersion }),
    session: () => accounts.current(),
    hasToken: () => accounts.token() !== null,
    confirmSession: () => accounts.confirm(),
    workspace: own.orNull,
    afterExchange: (workspace) => labelPrinting.registerKey(workspace),
    onStatus: (status) => {
      announce('sync.status', status)
    },
    log: host.log,
  })
  return {
    handlers: {
      accounts: accounts.handlers,
      organisation: createOrganisationService({
        server: server.api.organisation,
        workspace: own.orFail,
        upload: (hashes) => attachments.uploadNow(own.orFail(), hashes, stopping.signal),
        synchronise: () => sync.run(),
        now,
      }),
      people: createPeopleService({
        workspace: own.orFail,
        now,
        confirmPassword,
        openRosterFont: async (document, text) => createLetterFont(document, await host.labelFont(), text),
      }),
      applications: createApplicationService(server.api.applications),
      selfEntry: createSelfEntryService({
        workspace: own.orFail,
        meta,
        attachment: (sha256) => attachments.isKept(own.orFail(), sha256),
        labelFont: () => host.labelFont(),
        now,
      }),
      practice: createPracticeService({
        workspace: own.orFail,
        hasDocument: (sha256) => attachments.isKept(own.orFail(), sha256)?.purpose === 'conclusion',
        now,
      }),
      ...labelPrinting.handlers,
      disclosure: createDisclosureService(server.api.disclosure),
      supervision: createSupervisionService(server.api.supervision),
      penalties: createPenaltyService({
        server: server.api.penalties,
        http: server.http,
        workspace: own.orFail,
      }),
      drafts: openDrafts(db, { now, scope: () => accounts.current()?.accountId ?? '' }),
      storage: storageHealth.handlers,
      sync: sync.handlers,
      verification: createVerificationService({
        server: server.api.verification,
        synchronise: () => sync.run(),
      }),
      workstations: createWorkstationService({
        server: server.api.workstations,
        own: own.orFail,
        name: workstationName,
      }),
      attachments: attachments.handlers,
      settings: createSettingsService({
        proxy,
        meta,
        accountId: () => accounts.current()?.accountId ?? null,
        measureServer: () => server.http.measure(),
        onProxyChanged: () => {
          sync.poke()
        },
      }),
      notices: createNoticeService({ workspace: own.orFail, meta }),
      diagnostics: createDiagnosticsService({
        dataDir: host.dataDir,
        appVersion: host.appVersion,
        isStorageSound: () => isSound(db),
        measureServer: () => server.http.measure(),
        listPrinters: () => labelPrinting.handlers.printing.listPrinters(),
      }),
    },
    start: () => {
      storageHealth.start()
      attachments.start()
      labelPrinting.start()
      void sync.run()
    },
    stop: async () => {
      stopping.abort()
      await Promise.all([storageHealth.stop(), attachments.stop(), sync.stop(), labelPrinting.stop()])
    },
  }
}

/** Only organisations have a workspace; it is that of whoever is signed in. */
function currentWorkspace(workspaces: Workspaces, session: () => Session | null) {
  const orNull = (): LocalWorkspace | null => {
    const current = session()
    return current?.organisationId ? workspaces.open(current.accountId, current.organisationId) : null
  }
  const orFail = (): LocalWorkspace => {
    const workspace = orNull()
    if (workspace) return workspace
    throw new FailureError(session() ? 'not-allowed' : 'not-signed-in')
  }
  return { orNull, orFail }
}

/** Whose unsent content is meant; those without an organisation have drafts only. */
function contentOwner(workspaces: Workspaces, session: () => Session | null) {
  return {
    ownerOrNull: (): ContentOwner | null => {
      const current = session()
      if (!current) return null
      const { accountId, organisationId } = current
      const workspace = organisationId === null ? null : workspaces.open(accountId, organisationId)
      return { accountId, organisationId, workspace }
    },
  }
}

/** The key of the files lives in the database, which is encrypted itself. */
function vaultKey(meta: Meta): Buffer {
  const known = meta.get('vault-key')
  if (known !== null) return Buffer.from(known, 'hex')
  const key = randomBytes(32)
  meta.set('vault-key', key.toString('hex'))
  return key
}
