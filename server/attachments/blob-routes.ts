import type { FastifyInstance } from 'fastify'
import type { Kysely, Selectable } from 'kysely'
import { FailureError } from '../../domain/contracts/failure.ts'
import { Sha256 } from '../../domain/records/instants.ts'
import { inTransaction } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import { readContext } from '../http/contract-routes.ts'
import { requireCaller, requireOrganisation, type Caller } from '../http/request-context.ts'
import type { Sessions } from '../http/sessions.ts'
import { audit } from '../records/audit-log.ts'
import { createRecordReader } from '../records/record-store.ts'
import { regionCovers } from '../records/region-scope.ts'
import type { BlobStore } from './blob-store.ts'

interface Dependencies {
  db: Kysely<Tables>
  blobs: BlobStore
  sessions: Sessions
  now: () => Date
}

type BlobRow = Selectable<Tables['blob']>

/** Tells the server's own answer from that of a log-in page, which answers 200 to everything. */
const etagOf = (sha256: string) => `"${sha256}"`

/** GET /blobs/:sha256 for the organisation itself and for the authority of its region, whose look is audited; HEAD tells the organisation whether it is here. */
export function addBlobRoutes(app: FastifyInstance, { db, blobs, sessions, now }: Dependencies): void {
  app.head<{ Params: { sha256: string } }>('/blobs/:sha256', async (request, reply) => {
    const { organisationId } = requireOrganisation(await readContext(request, sessions))
    const rows = await findBlobs(db, request.params.sha256)
    const own = rows.find((row) => row.organisation_id === organisationId)
    // A folder that was restored from an older backup than the database lacks files: they are uploaded again by whoever still has them.
    const isHere = own && (await blobs.has(organisationId, own.sha256, own.size_bytes))
    if (!isHere) return reply.code(404).send()
    return reply.code(200).header('etag', etagOf(own.sha256)).send()
  })

  app.get<{ Params: { sha256: string } }>('/blobs/:sha256', async (request, reply) => {
    const caller = requireCaller(await readContext(request, sessions))
    const blob = await findReadable(db, caller, request.params.sha256)
    if (!blob) throw new FailureError('not-found', { message: '服务器上没有这个文件' })
    if (caller.role === 'authority') {
      await inTransaction(db, (trx) =>
        audit(trx, {
          at: now(),
          accountId: caller.accountId,
          organisationId: blob.organisation_id,
          action: 'attachment.read',
          subject: blob.sha256,
        }),
      )
    }
    const bytes = await blobs.read(blob.organisation_id, blob.sha256)
    void reply
      .type(blob.media_type)
      .header('cache-control', 'private, no-store')
      .header('content-disposition', 'attachment')
      .header('accept-ranges', 'bytes')
      .header('etag', etagOf(blob.sha256))
    const range = parseRange(request.headers.range, bytes.length)
    if (range === null) return reply.send(bytes)
    if (range === 'unsatisfiable') {
      return reply.code(416).header('content-range', `bytes */${bytes.length}`).send()
    }
    return reply
      .code(206)
      .header('content-range', `bytes ${range.first}-${range.last}/${bytes.length}`)
      .send(bytes.subarray(range.first, range.last + 1))
  })
}

async function findBlobs(db: Kysely<Tables>, sha256: string): Promise<BlobRow[]> {
  if (!Sha256.safeParse(sha256).success) return []
  return db.selectFrom('blob').selectAll().where('sha256', '=', sha256).execute()
}

async function findReadable(db: Kysely<Tables>, caller: Caller, sha256: string): Promise<BlobRow | null> {
  for (const row of await findBlobs(db, sha256)) {
    if (caller.role === 'organisation' && row.organisation_id === caller.organisationId) return row
    if (
      caller.role === 'authority' &&
      regionCovers(caller.regionCode, await regionOf(db, row.organisation_id))
    ) {
      return row
    }
  }
  return null
}

/** Where the organisation works, as exactly as it has said; before its materials, the province of its licence. */
async function regionOf(db: Kysely<Tables>, organisationId: string): Promise<string> {
  const record = await createRecordReader(db, organisationId).get('organisation', organisationId)
  return record?.body.materials?.regionCodes.at(-1) ?? record?.body.registrationProvince ?? ''
}

/** One range of bytes; anything else that a Range header may say is answered with the whole file. */
function parseRange(
  header: string | undefined,
  size: number,
): { first: number; last: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '')
  if (!match) return null
  const first = Number(match[1])
  const last = match[2] ? Math.min(Number(match[2]), size - 1) : size - 1
  return first >= size || last < first ? 'unsatisfiable' : { first, last }
}
