import type { Role } from '../../domain/accounts/role.ts'
import { FailureError } from '../../domain/contracts/failure.ts'

/** Who asks, as far as the session token proves it. */
export interface Caller {
  accountId: string
  role: Role
  organisationId: string | null
  regionCode: string | null
  tokenHash: string
  /** The workstation that uses the session, once it has pushed. */
  clientId: string | null
}

export interface RequestContext {
  caller: Caller | null
  /** Remote address, for limits only; never logged beside personal data. */
  address: string
}

export function requireCaller(context: RequestContext): Caller {
  if (!context.caller) throw new FailureError('not-signed-in')
  return context.caller
}

/** The signed-in organisation's id; fails `not-allowed` for every other role. */
export function requireOrganisation(context: RequestContext): Caller & { organisationId: string } {
  const caller = requireCaller(context)
  if (caller.role !== 'organisation' || !caller.organisationId) throw new FailureError('not-allowed')
  return { ...caller, organisationId: caller.organisationId }
}

export function requireRole<R extends Role>(context: RequestContext, role: R): Caller & { role: R } {
  const caller = requireCaller(context)
  if (caller.role !== role) throw new FailureError('not-allowed')
  return { ...caller, role }
}
