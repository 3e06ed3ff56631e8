import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Tables } from '../database/tables.ts'
import type { AfterUpload, Capability } from '../http/capability.ts'
import type { Sessions } from '../http/sessions.ts'
import type { Feeds } from '../records/feeds.ts'
import { addBlobRoutes } from './blob-routes.ts'
import { createBlobStore } from './blob-store.ts'
import { createUploads } from './upload-routes.ts'

export interface AttachmentsDependencies {
  db: Kysely<Tables>
  feeds: Feeds
  sessions: Sessions
  /** Unfinished uploads and encrypted files lie in two folders of it. */
  dataDir: string
  blobKey: Buffer
  afterUpload: AfterUpload
  now: () => Date
}

/** Pictures and PDFs: taken in by tus, verified by hash and content, kept encrypted. */
export function createAttachmentsCapability(dependencies: AttachmentsDependencies): Capability {
  const blobs = createBlobStore(join(dependencies.dataDir, 'blobs'), dependencies.blobKey)
  const uploads = createUploads({ ...dependencies, directory: join(dependencies.dataDir, 'uploads'), blobs })
  return {
    async routes(app) {
      // In a scope of its own: the parser for tus must not take bodies of other routes.
      await app.register((scope, _options, done) => {
        uploads.addRoutes(scope)
        done()
      })
      addBlobRoutes(app, { ...dependencies, blobs })
    },
    everyHour: () => uploads.forgetOld(),
  }
}
