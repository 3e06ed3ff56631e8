import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Kysely } from 'kysely'
import { createAccountsCapability } from './accounts/accounts-capability.ts'
import type { SmsProvider } from './accounts/sms-provider.ts'
import { createAttachmentsCapability } from './attachments/attachments-capability.ts'
import { createKeepDocument } from './attachments/keep-document.ts'
import { createBlobStore } from './attachments/blob-store.ts'
import type { Tables } from './database/tables.ts'
import { createDevCapability, type DevDependencies } from './dev/dev-capability.ts'
import type { Capability } from './http/capability.ts'
import { createLimits } from './http/limits.ts'
import { createSessions, type Sessions } from './http/sessions.ts'
import { stopLabelKeys } from './labels/stop-label-keys.ts'
import { createProductCapabilities } from './product-capabilities.ts'
import { createFeeds } from './records/feeds.ts'
import { createPersonalHash } from './records/personal-hash.ts'
import type { ServerKeys } from './server-keys.ts'
import { createSyncCapability } from './sync/sync-capability.ts'
import { createFaceJudge, type FaceJudge } from './verification/face-judge.ts'
import type { FaceSetup } from './verification/face-verification.ts'
import type { IdentityProvider } from './verification/identity-provider.ts'
import { createWorkstationsCapability } from './workstations/workstations-capability.ts'

export interface CapabilityDependencies {
  db: Kysely<Tables>
  keys: ServerKeys
  dataDir: string
  epoch: string
  /** Link base of labels and pages, asked late: a free port is known only after listening. */
  publicUrl: () => string
  smsProvider: SmsProvider
  identityProvider: IdentityProvider
  /** What of verification by face is not the usual: local verification that may pass by itself. */
  face?: Partial<Pick<FaceSetup, 'outside' | 'passNeedsReview' | 'phonePagesFolder'>> & { judge?: FaceJudge }
  /** null where both providers are real. */
  dev: DevDependencies | null
  now: () => Date
}

/** Everything the server can do, wired together. */
export function createCapabilities(dependencies: CapabilityDependencies): {
  sessions: Sessions
  capabilities: Capability[]
} {
  const { db, keys, dataDir, now } = dependencies
  const sessions = createSessions(db, now)
  const limits = createLimits(db, now)
  const shared = {
    db,
    now,
    sessions,
    feeds: createFeeds(db, now),
    personalHash: createPersonalHash(keys.personal),
  }
  const product = createProductCapabilities({
    ...shared,
    limits,
    keepDocument: createKeepDocument({ db, dataDir, blobKey: keys.blob, now }),
    identityProvider: dependencies.identityProvider,
    face: faceSetup(dependencies),
    linkBase: dependencies.publicUrl,
  })
  const capabilities = [
    createAccountsCapability({ ...shared, proofKey: keys.proof, smsProvider: dependencies.smsProvider }),
    createAttachmentsCapability({
      ...shared,
      dataDir,
      blobKey: keys.blob,
      async afterUpload(context, sha256) {
        for (const { afterUpload } of product) await afterUpload?.(context, sha256)
      },
    }),
    createSyncCapability({
      ...shared,
      epoch: dependencies.epoch,
      mutations: product.flatMap(({ mutations }) => mutations ?? []),
    }),
    createWorkstationsCapability({ db, now, endSessions: sessions.endOfClient, stopLabelKeys }),
    ...product,
    ...(dependencies.dev ? [createDevCapability(dependencies.dev)] : []),
  ]
  return { sessions, capabilities }
}

const PHONE_PAGES = fileURLToPath(new URL('../out/phone-verification', import.meta.url))

function faceSetup({ keys, dataDir, face = {} }: CapabilityDependencies): FaceSetup {
  const blobs = createBlobStore(join(dataDir, 'blobs'), keys.blob)
  return {
    dataDir,
    faceKey: keys.face,
    readPicture: (organisationId, sha256) => blobs.read(organisationId, sha256),
    judge: face.judge ?? createFaceJudge(),
    outside: face.outside ?? null,
    passNeedsReview: face.passNeedsReview ?? false,
    phonePagesFolder: face.phonePagesFolder ?? PHONE_PAGES,
  }
}
