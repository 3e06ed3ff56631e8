import { setTimeout as delay } from 'node:timers/promises'
import {
  type accountsAgentMethods,
  type Credentials,
  goesToOwnNumber,
  type ServerSession,
  type SmsPurpose,
  type Session,
} from '../../../domain/accounts/accounts-contract.ts'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError, refuseProblems } from '../../../domain/contracts/failure.ts'
import { checkMobile, normaliseMobile } from '../../../domain/identifiers/phone.ts'
import { checkRegistration, normaliseRegistration } from '../../../domain/organisation/registration-checks.ts'
import { checkEngineer, normaliseEngineer } from '../../../domain/people/engineer-checks.ts'
import type { HostSecrets } from '../host.ts'
import type { ServerApi } from '../server-api.ts'
import type { Meta } from '../storage/meta.ts'
import { createOwnAccountHandlers } from './own-account-handlers.ts'
import { solve } from './challenge-solver.ts'
import { createOfflineAttempts, type OfflineAttempts } from './offline-attempts.ts'
import { fitsVerifier, makeVerifier } from './password-verifier.ts'
import type { KnownSession, SessionRepository } from './session-repository.ts'

export interface AccountServiceDeps {
  server: ServerApi['accounts']
  sessions: SessionRepository
  secrets: HostSecrets
  meta: Meta
  /** What the list of sessions calls this computer. */
  deviceName: () => string
  now: () => Date
  onChanged: (session: Session | null) => void
  /** Brings the data of whoever has just signed in, so that the first screen has something to show; never fails. */
  afterSignIn: () => Promise<void>
}

export interface AccountService {
  handlers: CapabilityHandlers<typeof accountsAgentMethods>
  current(): Session | null
  token(): string | null
  /** Asks the server who we are; raises `offline` from the session when it agrees. Does nothing without a token. */
  confirm(): Promise<void>
  /** The server no longer knows the token: nothing more is sent until the next sign-in. */
  forgetToken(): Promise<void>
  /** Ends the session at the server, where it answers soon, and forgets the token. Tells nobody: this workstation's data of the account go as well. */
  leave(): Promise<void>
}

/** Who is signed in. The token lives in the host's key store and never leaves the agent. */
export async function createAccountService(given: AccountServiceDeps): Promise<AccountService> {
  const deps: Deps = { ...given, attempts: createOfflineAttempts(given.now) }
  const restored = deps.sessions.current()
  const state: State = {
    session: restored && { ...restored, offline: true },
    token: restored && (await deps.secrets.read(secretName(restored.accountId))),
  }
  const change = (session: Session | null, token: string | null) => {
    state.session = session
    state.token = token
    deps.onChanged(session)
  }
  return {
    handlers: createHandlers(deps, state, change),
    current: () => state.session,
    token: () => state.token,
    confirm: async () => {
      const { session, token } = state
      if (!session?.offline || token === null) return
      const known = await deps.server.current(undefined)
      if (state.token !== token) return
      const { lastSignInAt } = session
      const updated = { ...known, ...(lastSignInAt !== undefined && { lastSignInAt }) }
      deps.sessions.update(updated)
      change({ ...updated, offline: false }, token)
    },
    forgetToken: async () => {
      const { session } = state
      if (!session || state.token === null) return
      change({ ...session, offline: true }, null)
      await deps.secrets.delete(secretName(session.accountId))
    },
    leave: async () => {
      const { session, token } = state
      if (!session) return
      const patience = delay(LEAVE_WITHIN_MS, undefined, { ref: false })
      if (token !== null) await Promise.race([endAtServer(deps.server), patience])
      await deps.secrets.delete(secretName(session.accountId))
    },
  }
}

/** Nobody waits for a server that is out of reach; its session then ends by its expiry. */
const LEAVE_WITHIN_MS = 3000

interface Deps extends AccountServiceDeps {
  attempts: OfflineAttempts
}
interface State {
  session: Session | null
  token: string | null
}
type Change = (session: Session | null, token: string | null) => void

const secretName = (accountId: string) => `token-${accountId}`

function createHandlers(deps: Deps, state: State, change: Change): AccountService['handlers'] {
  const { server, sessions } = deps
  const enter = (answer: ServerSession, mobile: string, password: string | null) =>
    signInHere(deps, change, answer, mobile, password)
  const own = createOwnAccountHandlers(deps, {
    session: () => state.session,
    changed: (session) => {
      change(session, state.token)
    },
  })
  const receiver = (mobile: string, purpose: SmsPurpose) =>
    goesToOwnNumber(purpose) ? own.ownMobile() : checkedMobile(mobile)
  return {
    ...own.handlers,
    current: () => state.session,
    unlockSms: async ({ mobile, purpose }) => {
      const normalised = receiver(mobile, purpose)
      return { proof: await solve(await server.challenge({ mobile: normalised, purpose })) }
    },
    sendSmsCode: ({ mobile, ...request }) =>
      server.sendSmsCode({ ...request, mobile: receiver(mobile, request.purpose) }),
    registerOrganisation: async (typed) => {
      const registration = normaliseRegistration(typed)
      refuseProblems(checkRegistration(registration))
      const { mobile, password } = registration
      return enter(await server.registerOrganisation(registration), mobile, password)
    },
    registerEngineer: async (typed) => {
      const registration = normaliseEngineer(typed)
      refuseProblems(checkEngineer(registration))
      const { mobile, password } = registration
      return enter(await server.registerEngineer(registration), mobile, password)
    },
    signIn: async (typed) => {
      const credentials = { ...typed, mobile: checkedMobile(typed.mobile), device: deps.deviceName() }
      const password = credentials.kind === 'password' ? credentials.password : null
      try {
        return await enter(await server.signIn(credentials), credentials.mobile, password)
      } catch (error) {
        if (!(error instanceof FailureError)) throw error
        return signInWithoutServer(deps, change, credentials, error)
      }
    },
    signOut: async () => {
      const { session, token } = state
      if (!session) return
      if (token !== null) await endAtServer(server)
      sessions.endCurrent()
      await deps.secrets.delete(secretName(session.accountId))
      change(null, null)
    },
    resetPassword: async (reset) => {
      await server.resetPassword({ ...reset, mobile: checkedMobile(reset.mobile) })
      const known = sessions.findByMobile(normaliseMobile(reset.mobile))
      if (known) sessions.forgetVerifier(known.session.accountId)
    },
  }
}

function checkedMobile(text: string): string {
  const mobile = normaliseMobile(text)
  refuseProblems({ mobile: checkMobile(mobile) })
  return mobile
}

async function signInHere(
  deps: AccountServiceDeps,
  change: Change,
  answer: ServerSession,
  mobile: string,
  password: string | null,
): Promise<Session> {
  const { token } = answer
  const known = knownSession(answer)
  await deps.secrets.write(secretName(known.accountId), token)
  const verifier = password === null ? null : await makeVerifier(password)
  deps.sessions.put(known, mobile, verifier, deps.now().toISOString())
  const session = { ...known, offline: false }
  change(session, token)
  await deps.afterSignIn()
  return session
}

/** Without the token, which only the key store may hold. */
function knownSession({
  accountId,
  role,
  account,
  displayName,
  organisationId,
  regionCode,
  lastSignInAt,
}: KnownSession): KnownSession {
  return {
    accountId,
    role,
    account,
    displayName,
    organisationId,
    regionCode,
    ...(lastSignInAt !== undefined && { lastSignInAt }),
  }
}

/** Where the server is out of reach, somebody who has signed in here before may open his own data with the same password. */
async function signInWithoutServer(
  deps: Deps,
  change: Change,
  credentials: Credentials,
  reason: FailureError,
): Promise<Session> {
  const known = deps.sessions.findByMobile(credentials.mobile)
  if (reason.failure.code === 'wrong-credentials' && known) await forgetOldPassword(deps, known, credentials)
  if (!['server-unreachable', 'server-answer-unusable'].includes(reason.failure.code)) throw reason
  if (credentials.kind === 'sms') {
    throw new FailureError('server-unreachable', {
      message: '连不上服务器，短信登录需要联网；曾在本机用密码登录过的，可改用密码登录打开本机草稿',
    })
  }
  if (!known?.verifier) {
    throw new FailureError('server-unreachable', {
      message: '连不上服务器，且此账号没有在本机用密码登录过，联网后再登录',
    })
  }
  const { accountId } = known.session
  deps.attempts.refuseLocked(accountId)
  if (!(await fitsVerifier(credentials.password, known.verifier))) {
    deps.attempts.countFailure(accountId)
    throw new FailureError('wrong-credentials')
  }
  deps.attempts.forget(accountId)
  const token = await deps.secrets.read(secretName(known.session.accountId))
  deps.sessions.put(known.session, credentials.mobile, null, deps.now().toISOString())
  const session = { ...known.session, offline: true }
  change(session, token)
  return session
}

/** The password was changed elsewhere: the old one must not open this workstation's data any more. */
async function forgetOldPassword(
  deps: AccountServiceDeps,
  known: { session: KnownSession; verifier: string | null },
  credentials: Credentials,
): Promise<void> {
  if (credentials.kind !== 'password' || known.verifier === null) return
  if (await fitsVerifier(credentials.password, known.verifier))
    deps.sessions.forgetVerifier(known.session.accountId)
}

/** Signing out here never fails for want of a connection; the server's session then ends by its expiry. */
async function endAtServer(server: AccountServiceDeps['server']): Promise<void> {
  try {
    await server.signOut(undefined)
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
  }
}
