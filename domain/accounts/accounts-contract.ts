import { z } from 'zod'
import { Instant, RecordId } from '../records/instants.ts'
import { EngineerProfile } from '../people/engineer.ts'

export const Role = z.enum(['organisation', 'engineer', 'authority'])
export type Role = z.infer<typeof Role>

/** What a person proves by a 短信验证码. A proof or code for one purpose is worth nothing for another. */
export const SmsPurpose = z.enum(['register', 'sign-in', 'reset-password'])
export type SmsPurpose = z.infer<typeof SmsPurpose>

/** Who is signed in on this workstation. `offline` means the server has not confirmed it since the program started. */
export const Session = z.object({
  accountId: RecordId,
  role: Role,
  /** Masked mobile number, for display. */
  account: z.string(),
  displayName: z.string(),
  organisationId: RecordId.nullable(),
  regionCode: z.string().nullable(),
  offline: z.boolean(),
})
export type Session = z.infer<typeof Session>

/** 消防技术服务机构帐号注册 (manual 2.2.1). */
export const OrganisationRegistration = z.object({
  name: z.string(),
  creditCode: z.string(),
  creditCodeConfirmed: z.boolean(),
  registrationProvince: z.string(),
  scope: z.string(),
  mobile: z.string(),
  password: z.string(),
  smsCode: z.string(),
})
export type OrganisationRegistration = z.infer<typeof OrganisationRegistration>

export const EngineerRegistration = EngineerProfile.extend({ password: z.string(), smsCode: z.string() })
export type EngineerRegistration = z.infer<typeof EngineerRegistration>

export const Credentials = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('password'), mobile: z.string(), password: z.string() }),
  z.object({ kind: z.literal('sms'), mobile: z.string(), smsCode: z.string() }),
])
export type Credentials = z.infer<typeof Credentials>

const SmsRequest = z.object({ mobile: z.string(), purpose: SmsPurpose })
const SmsSent = z.object({ expiresInSeconds: z.number(), resendAfterSeconds: z.number() })
const PasswordReset = z.object({ mobile: z.string(), smsCode: z.string(), password: z.string() })

/** What a shell asks of the agent. Passwords and codes pass through and are never stored. */
export const accountsAgentMethods = {
  current: { input: z.void(), output: Session.nullable() },
  /** Earns the single-use proof behind 拖动滑块解锁发送短信: called when the slider reached its end. */
  unlockSms: { input: SmsRequest, output: z.object({ proof: z.string() }) },
  sendSmsCode: { input: SmsRequest.extend({ proof: z.string() }), output: SmsSent },
  registerOrganisation: { input: OrganisationRegistration, output: Session },
  registerEngineer: { input: EngineerRegistration, output: Session },
  /** Offline it opens the drafts of somebody who has signed in on this workstation before; `offline` then says so. */
  signIn: { input: Credentials, output: Session },
  signOut: { input: z.void(), output: z.void() },
  resetPassword: { input: PasswordReset, output: z.void() },
}

/** A challenge of the ALTCHA kind (proof of work v2), passed through as it is. */
const Challenge = z.record(z.string(), z.unknown())
const ServerSession = Session.omit({ offline: true }).extend({ token: z.string(), expiresAt: Instant })
export type ServerSession = z.infer<typeof ServerSession>

export const accountsServerMethods = {
  challenge: { input: SmsRequest, output: Challenge },
  sendSmsCode: { input: SmsRequest.extend({ proof: z.string() }), output: SmsSent },
  registerOrganisation: { input: OrganisationRegistration, output: ServerSession },
  registerEngineer: { input: EngineerRegistration, output: ServerSession },
  signIn: { input: Credentials, output: ServerSession },
  current: { input: z.void(), output: Session.omit({ offline: true }) },
  signOut: { input: z.void(), output: z.void() },
  resetPassword: { input: PasswordReset, output: z.void() },
}
