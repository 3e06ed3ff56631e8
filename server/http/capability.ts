import type { FastifyInstance } from 'fastify'
import type { CapabilityHandlers } from '../../domain/contracts/contract.ts'
import type { ServerContract } from '../../domain/contracts/server-contract.ts'
import type { AfterChange, MutationHandler } from '../records/mutation-handler.ts'
import type { RequestContext } from './request-context.ts'

export type ServerHandlers = {
  [Name in keyof ServerContract]: CapabilityHandlers<ServerContract[Name], [RequestContext]>
}

/** Called in the transaction that first records a verified file of an organisation, with its feed open. */
export type AfterUpload = (context: Parameters<AfterChange>[0], sha256: string) => Promise<void>

/** What one folder adds to the server; app.ts joins them. */
export interface Capability {
  handlers?: Partial<ServerHandlers>
  mutations?: readonly MutationHandler[]
  routes?: (app: FastifyInstance) => void | Promise<void>
  afterUpload?: AfterUpload
  /** Runs at start and then every hour; errors are logged and the next turn comes anyway. */
  everyHour?: () => Promise<void>
}
