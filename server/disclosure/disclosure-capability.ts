import type { Kysely } from 'kysely'
import { FailureError } from '../../domain/contracts/failure.ts'
import type { Tables } from '../database/tables.ts'
import type { Capability } from '../http/capability.ts'
import { addDisclosureRoutes } from './disclosure-routes.ts'
import { createDisclosureService } from './disclosure-service.ts'

/** 信息公开, for the app and for browsers; nobody needs to sign in. */
export function createDisclosureCapability({ db, now }: { db: Kysely<Tables>; now: () => Date }): Capability {
  const service = createDisclosureService(db, now)
  return {
    handlers: {
      disclosure: {
        search: (input) => service.search(input),
        async organisation({ id }) {
          const organisation = await service.find(id)
          if (organisation) return organisation
          throw new FailureError('not-found', {
            message: '这家机构没有公开的信息：它可能尚未满足从业条件，或已停止公开',
          })
        },
      },
    },
    routes: (app) => addDisclosureRoutes(app, service),
  }
}
