import type { Kysely } from 'kysely'
import { goesToOwnNumber, type SmsPurpose } from '../../domain/accounts/accounts-contract.ts'
import { FailureError, refuseProblems } from '../../domain/contracts/failure.ts'
import { checkMobile, normaliseMobile } from '../../domain/identifiers/phone.ts'
import type { Tables } from '../database/tables.ts'
import type { Capability } from '../http/capability.ts'
import { createLimits } from '../http/limits.ts'
import { requireCaller, requireOrganisation, type RequestContext } from '../http/request-context.ts'
import type { Sessions } from '../http/sessions.ts'
import type { Feeds } from '../records/feeds.ts'
import type { PersonalHash } from '../records/personal-hash.ts'
import { createAccountChangeService } from './account-change-service.ts'
import { findAccount, findAccountByMobile } from './account-repository.ts'
import { listAccountSessions, endAccountSession } from './account-sessions.ts'
import { createLookLog } from './look-log.ts'
import { createMobileRecovery } from './mobile-recovery.ts'
import { createProofs } from './proof-of-work.ts'
import { createRegistrationService, taken } from './registration-service.ts'
import { createSignInService } from './sign-in-service.ts'
import { createSmsCodes } from './sms-code-service.ts'
import type { SmsProvider } from './sms-provider.ts'

export interface AccountsDependencies {
  db: Kysely<Tables>
  feeds: Feeds
  sessions: Sessions
  personalHash: PersonalHash
  /** Signs the challenges behind the slider. */
  proofKey: Buffer
  smsProvider: SmsProvider
  now: () => Date
}

/** Registration, sign-in and the 短信验证码 behind both. */
export function createAccountsCapability(dependencies: AccountsDependencies): Capability {
  const { db, sessions, personalHash, now } = dependencies
  const limits = createLimits(db, now)
  const proofs = createProofs(db, dependencies.proofKey, personalHash, now)
  const smsCodes = createSmsCodes({ db, limits, personalHash, provider: dependencies.smsProvider, now })
  const registration = createRegistrationService({ ...dependencies, smsCodes })
  const ownServices = { ...dependencies, smsCodes, limits }
  const signIn = createSignInService(ownServices)
  const changes = createAccountChangeService(ownServices)
  const recoverMobile = createMobileRecovery(ownServices)
  const looks = createLookLog(db)

  async function sendSmsCode(
    request: { mobile: string; purpose: SmsPurpose; proof: string },
    context: RequestContext,
  ) {
    const { purpose } = request
    const mobile = checkedMobile(request.mobile)
    if (goesToOwnNumber(purpose)) await refuseOthersNumber(mobile, context)
    await proofs.spend(request.proof, mobile, purpose)
    const known = (await findAccountByMobile(db, mobile)) !== undefined
    const isNew = purpose === 'register' || purpose === 'new-mobile'
    if (isNew && known) throw taken(['mobile'])
    const silently = !isNew && purpose !== 'representative' && !known
    return smsCodes.send({ mobile, purpose, address: context.address, silently })
  }

  async function refuseOthersNumber(mobile: string, context: RequestContext): Promise<void> {
    const account = await findAccount(db, requireCaller(context).accountId)
    if (account?.mobile === mobile) return
    throw new FailureError('conflict', { message: '登录手机号已在别处更换，请退出登录后用新手机号登录' })
  }

  return {
    handlers: {
      accounts: {
        challenge: ({ mobile, purpose }) => proofs.challenge(checkedMobile(mobile), purpose),
        sendSmsCode: (request, context) => sendSmsCode(request, context),
        registerOrganisation: (request) => registration.registerOrganisation(request),
        registerEngineer: (request) => registration.registerEngineer(request),
        signIn: (credentials) => signIn.signIn(credentials),
        current: (_input, context) => signIn.current(requireCaller(context).accountId),
        signOut: (_input, context) => sessions.end(requireCaller(context).tokenHash),
        resetPassword: (request) => signIn.resetPassword(request),
        recoverMobile,
        changePassword: (request, context) => changes.changePassword(requireCaller(context), request),
        changeMobile: (request, context) => changes.changeMobile(requireCaller(context), request),
        listSessions: (_input, context) => listAccountSessions(sessions, requireCaller(context)),
        endSession: ({ id }, context) => endAccountSession(sessions, requireCaller(context), id),
        endOtherSessions: (_input, context) => {
          const { accountId, tokenHash } = requireCaller(context)
          return sessions.endAll(accountId, db, tokenHash)
        },
        looks: (question, context) => looks(requireOrganisation(context).organisationId, question),
      },
    },
    async everyHour() {
      await limits.forgetOld()
      await proofs.forgetOld()
      await smsCodes.forgetOld()
      await sessions.forgetOld()
    },
  }
}

function checkedMobile(text: string): string {
  const mobile = normaliseMobile(text)
  refuseProblems({ mobile: checkMobile(mobile) })
  return mobile
}
