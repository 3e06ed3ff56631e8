import {
  IDLE_MINUTES_DEFAULT,
  IdleMinutes,
  type accountsAgentMethods,
  type Session,
} from '../../../domain/accounts/accounts-contract.ts'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError, refuseProblems } from '../../../domain/contracts/failure.ts'
import { checkPassword } from '../../../domain/identifiers/password.ts'
import { checkMobile, normaliseMobile } from '../../../domain/identifiers/phone.ts'
import type { ServerApi } from '../server-api.ts'
import type { Meta } from '../storage/meta.ts'
import { makeVerifier } from './password-verifier.ts'
import type { SessionRepository } from './session-repository.ts'

type OwnHandlers = Pick<
  CapabilityHandlers<typeof accountsAgentMethods>,
  | 'recoverMobile'
  | 'changePassword'
  | 'changeMobile'
  | 'listSessions'
  | 'endSession'
  | 'endOtherSessions'
  | 'looks'
  | 'idleSignOut'
  | 'setIdleSignOut'
>

interface OwnAccountDeps {
  server: ServerApi['accounts']
  sessions: SessionRepository
  meta: Meta
}

const IDLE_KEY = 'idle-sign-out-minutes'

/** 个人中心: one's own number, password and sessions, decided by the server at once; what this workstation keeps of them follows. */
export function createOwnAccountHandlers(
  { server, sessions, meta }: OwnAccountDeps,
  own: { session: () => Session | null; changed: (session: Session) => void },
): { handlers: OwnHandlers; ownMobile: () => string } {
  const session = (): Session => {
    const current = own.session()
    if (!current) throw new FailureError('not-signed-in')
    return current
  }
  const ownMobile = () => {
    const mobile = sessions.mobileOf(session().accountId)
    if (mobile === null) throw new FailureError('not-signed-in')
    return mobile
  }
  return {
    ownMobile,
    handlers: {
      recoverMobile: (request) => server.recoverMobile(request),
      changePassword: async (request) => {
        const { accountId } = session()
        refuseProblems({ password: checkPassword(request.password, { mobile: ownMobile() }) })
        await server.changePassword(request)
        sessions.setVerifier(accountId, await makeVerifier(request.password))
      },
      changeMobile: async (request) => {
        const before = session()
        const mobile = normaliseMobile(request.mobile)
        refuseProblems({ mobile: checkMobile(mobile) })
        const { lastSignInAt } = before
        const known = {
          ...(await server.changeMobile({ ...request, mobile })),
          ...(lastSignInAt !== undefined && { lastSignInAt }),
        }
        sessions.changeMobile(known, mobile)
        const changed = { ...known, offline: false }
        own.changed(changed)
        return changed
      },
      listSessions: () => server.listSessions(undefined),
      endSession: (request) => server.endSession(request),
      endOtherSessions: () => server.endOtherSessions(undefined),
      looks: (question) => server.looks(question),
      idleSignOut: () => ({ minutes: idleMinutes(meta) }),
      setIdleSignOut: ({ minutes }) => {
        meta.set(IDLE_KEY, JSON.stringify(minutes))
      },
    },
  }
}

function idleMinutes(meta: Meta): IdleMinutes {
  const kept = meta.get(IDLE_KEY)
  if (kept === null) return IDLE_MINUTES_DEFAULT
  return IdleMinutes.catch(IDLE_MINUTES_DEFAULT).parse(JSON.parse(kept))
}
