import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { sendPage } from '../http/html-page.ts'
import { verdictPage } from './label-pages.ts'
import { judgeLabelCode } from './label-verdict.ts'

const KEYS_CACHE_SECONDS = 3600

/** What a phone opens that scanned a label, and the keys for those who check labels without the server. */
export function addLabelRoutes(app: FastifyInstance, db: Kysely<Tables>, now: () => Date): void {
  // A wildcard, because a named parameter may be 100 characters at most and a code is longer.
  app.get<{ Params: { '*': string } }>('/l/*', async (request, reply) => {
    const verdict = await judgeLabelCode(db, request.params['*'], now())
    return sendPage(reply, { ...verdictPage(verdict), unlisted: true })
  })
  app.get('/.well-known/label-keys.json', async (_request, reply) => {
    const rows = await db
      .selectFrom('label_key')
      .innerJoin('organisation', 'organisation.id', 'label_key.organisation_id')
      .select([
        'key_id',
        'public_key',
        'serial_prefix',
        'label_key.created_at',
        'revoked_at',
        'last_number',
        'organisation.name',
      ])
      .orderBy('label_key.created_at')
      .execute()
    void reply.header('cache-control', `public, max-age=${KEYS_CACHE_SECONDS}`)
    return {
      algorithm: 'Ed25519',
      keys: rows.map((row) => ({
        keyId: row.key_id,
        publicKeyBase64: row.public_key,
        serialPrefix: row.serial_prefix,
        organisationName: row.name,
        createdAt: row.created_at,
        revokedAt: row.revoked_at,
        lastNumber: row.last_number,
      })),
    }
  })
}
