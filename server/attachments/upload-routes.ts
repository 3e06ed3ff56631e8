import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { Server as TusServer } from '@tus/server'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { ATTACHMENT_MAX_BYTES } from '../../domain/attachments/attachments-contract.ts'
import { FailureError } from '../../domain/contracts/failure.ts'
import { readContext } from '../http/contract-routes.ts'
import { requireOrganisation } from '../http/request-context.ts'
import type { Sessions } from '../http/sessions.ts'
import { UploadStore } from './upload-store.ts'
import { createUnfinishedUploads } from './unfinished-uploads.ts'
import { checkUpload, createUploadFinish, UploadRefusal, type FinishDependencies } from './upload-finish.ts'

const UNFINISHED_KEPT_MS = 24 * 60 * 60 * 1000

export interface UploadDependencies extends Omit<FinishDependencies, 'unfinished'> {
  sessions: Sessions
  directory: string
}

/**
 * tus at /files. The organisation stands in the upload's own name, so that nobody continues, asks after or ends another's. Only an in-memory lock
 * guards an upload, and its bytes lie in a folder of this machine: one server process takes uploads, also over PostgreSQL. What is not continued for a day
 * is removed, because its bytes are not encrypted.
 */
export function createUploads(dependencies: UploadDependencies) {
  const { directory, sessions } = dependencies
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const fileStore = new UploadStore({ directory, expirationPeriodInMilliseconds: UNFINISHED_KEPT_MS })
  const unfinished = createUnfinishedUploads(directory)
  const finish = createUploadFinish({ ...dependencies, unfinished })
  const uploader = new AsyncLocalStorage<{
    organisationId: string
    accountId: string
    log: FastifyBaseLogger
  }>()

  function currentUploader() {
    const by = uploader.getStore()
    if (!by) throw new Error('an upload without its uploader')
    return by
  }

  const tus = new TusServer({
    path: '/files',
    relativeLocation: true,
    datastore: fileStore,
    maxSize: Math.max(...Object.values(ATTACHMENT_MAX_BYTES)),
    namingFunction: () => `${currentUploader().organisationId}_${randomBytes(16).toString('hex')}`,
    onUploadCreate(_request, upload) {
      checkUpload(upload)
      return Promise.resolve({})
    },
    async onUploadFinish(_request, upload) {
      await finish(currentUploader(), upload)
      return {}
    },
    onResponseError(_request, error) {
      // What tus itself or we refuse carries its own words; of anything else the client learns no more than that.
      if ('status_code' in error) return undefined
      currentUploader().log.error({ err: error }, 'an upload failed')
      return { status_code: isDiskFull(error) ? 507 : 500, body: INTERNAL_FAILURE }
    },
  })

  /**
   * The server may have ended between the last byte and the row. Whoever asks how far such an upload came has it finished first, and hears that all of it is here.
   */
  async function finishWhatIsComplete(id: string): Promise<{ status: number; size: number } | null> {
    const upload = await fileStore.getUpload(id).catch(() => null)
    if (!upload || upload.offset !== upload.size) return null
    try {
      await finish(currentUploader(), upload)
      return { status: 200, size: upload.size }
    } catch (error) {
      if (error instanceof UploadRefusal) return { status: error.status_code, size: upload.size }
      throw error
    }
  }

  function addRoutes(app: FastifyInstance): void {
    // tus reads the request itself.
    app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null))
    for (const url of ['/files', '/files/:id']) {
      app.route<{ Params: { id?: string } }>({
        method: ['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS'],
        url,
        async handler(request, reply) {
          const { organisationId, accountId } = requireOrganisation(await readContext(request, sessions))
          const { id } = request.params
          if (id !== undefined && !id.startsWith(`${organisationId}_`)) throw new FailureError('not-found')
          await uploader.run({ organisationId, accountId, log: request.log }, async () => {
            const complete = request.method === 'HEAD' && id ? await finishWhatIsComplete(id) : null
            if (complete) return reply.code(complete.status).headers(headersOf(complete.size)).send()
            reply.hijack()
            return tus.handle(request.raw, reply.raw)
          })
        },
      })
    }
  }

  return {
    addRoutes,
    async forgetOld(): Promise<void> {
      await unfinished.removeOlderThan(new Date(Date.now() - UNFINISHED_KEPT_MS))
    },
  }
}

const INTERNAL_FAILURE = JSON.stringify({ ok: false, failure: { code: 'internal' } })

function isDiskFull(error: Error): boolean {
  return 'code' in error && error.code === 'ENOSPC'
}

const headersOf = (size: number) => ({
  'tus-resumable': '1.0.0',
  'upload-offset': String(size),
  'upload-length': String(size),
  'cache-control': 'no-store',
})
