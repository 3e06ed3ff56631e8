import type { Kysely } from 'kysely'
import type { SmsPurpose } from '../../domain/accounts/accounts-contract.ts'
import { refuseProblems } from '../../domain/contracts/failure.ts'
import { checkMobile, normaliseMobile } from '../../domain/identifiers/phone.ts'
import type { Tables } from '../database/tables.ts'
import type { Capability } from '../http/capability.ts'
import { createLimits } from '../http/limits.ts'
import { requireCaller } from '../http/request-context.ts'
import type { Sessions } from '../http/sessions.ts'
import type { Feeds } from '../records/feeds.ts'
import type { PersonalHash } from '../records/personal-hash.ts'
import { findAccountByMobile } from './account-repository.ts'
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
  const signIn = createSignInService({ db, sessions, smsCodes, limits, personalHash, now })

  async function sendSmsCode(
    request: { mobile: string; purpose: SmsPurpose; proof: string },
    address: string,
  ) {
    const mobile = checkedMobile(request.mobile)
    await proofs.spend(request.proof, mobile, request.purpose)
    const known = (await findAccountByMobile(db, mobile)) !== undefined
    if (request.purpose === 'register' && known) throw taken(['mobile'])
    const silently = request.purpose !== 'register' && !known
    return smsCodes.send({ mobile, purpose: request.purpose, address, silently })
  }

  return {
    handlers: {
      accounts: {
        challenge: ({ mobile, purpose }) => proofs.challenge(checkedMobile(mobile), purpose),
        sendSmsCode: (request, context) => sendSmsCode(request, context.address),
        registerOrganisation: (request) => registration.registerOrganisation(request),
        registerEngineer: (request) => registration.registerEngineer(request),
        signIn: (credentials) => signIn.signIn(credentials),
        current: (_input, context) => signIn.current(requireCaller(context).accountId),
        signOut: (_input, context) => sessions.end(requireCaller(context).tokenHash),
        resetPassword: (request) => signIn.resetPassword(request),
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
