import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { FileStore } from '@tus/file-store'
import { Server as TusServer } from '@tus/server'
import type { FastifyInstance } from 'fastify'
import { ATTACHMENT_MAX_BYTES } from '../../domain/attachments/attachments-contract.ts'
import { FailureError } from '../../domain/contracts/failure.ts'
import { readContext } from '../http/contract-routes.ts'
import { requireOrganisation } from '../http/request-context.ts'
import type { Sessions } from '../http/sessions.ts'
import { checkUpload, finishUpload, type FinishDependencies } from './upload-finish.ts'

const UNFINISHED_KEPT_MS = 24 * 60 * 60 * 1000

export interface UploadDependencies extends Omit<FinishDependencies, 'fileStore'> {
  sessions: Sessions
}

/**
 * tus at /files. The organisation stands in the upload's own name, so that nobody continues, asks after or ends another's. Only an in-memory lock
 * guards an upload: one server process takes uploads.
 */
export function createUploads(dependencies: UploadDependencies) {
  const { directory, sessions } = dependencies
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const fileStore = new FileStore({ directory, expirationPeriodInMilliseconds: UNFINISHED_KEPT_MS })
  const uploader = new AsyncLocalStorage<{ organisationId: string; accountId: string }>()

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
      await finishUpload({ ...dependencies, fileStore }, currentUploader(), upload)
      return {}
    },
  })

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
          reply.hijack()
          await uploader.run({ organisationId, accountId }, () => tus.handle(request.raw, reply.raw))
        },
      })
    }
  }

  return {
    addRoutes,
    async forgetOld(): Promise<void> {
      await tus.cleanUpExpiredUploads()
    },
  }
}
