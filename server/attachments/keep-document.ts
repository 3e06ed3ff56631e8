import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { createBlobStore } from './blob-store.ts'
import { checkContent } from './content-check.ts'

/** What of a PDF the authority adds to an organisation's files. */
export type KeepDocument = (
  organisationId: string,
  bytes: Buffer,
) => Promise<{ sha256: string } | { problem: string }>

/** The server's own way to a file of an organisation: checked, encrypted and on stable storage before its row stands. */
export function createKeepDocument({
  db,
  dataDir,
  blobKey,
  now,
}: {
  db: Kysely<Tables>
  dataDir: string
  blobKey: Buffer
  now: () => Date
}): KeepDocument {
  const blobs = createBlobStore(join(dataDir, 'blobs'), blobKey)
  return async (organisationId, bytes) => {
    const mediaType = 'application/pdf'
    const problem = await checkContent('conclusion', mediaType, bytes)
    if (problem !== null) return { problem }
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await blobs.write(organisationId, sha256, bytes)
    await db
      .insertInto('blob')
      .values({
        organisation_id: organisationId,
        sha256,
        size_bytes: bytes.length,
        media_type: mediaType,
        verified_at: now().toISOString(),
      })
      .onConflict((conflict) => conflict.columns(['organisation_id', 'sha256']).doNothing())
      .execute()
    return { sha256 }
  }
}
