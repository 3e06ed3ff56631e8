import { z } from 'zod'
import { Day, Instant, RecordId } from '../records/instants.ts'
import { RecordType } from '../records/records.ts'
import { EngineerProfile } from '../people/engineer.ts'
import { Role } from './role.ts'

/** What a person proves by a 短信验证码. A proof or code for one purpose is worth nothing for another. */
export const SmsPurpose = z.enum([
  'register',
  'sign-in',
  'reset-password',
  /** To the account's own number: 更换手机号 and 修改密码. */
  'change-mobile',
  'change-password',
  /** To the number that is to become the account. */
  'new-mobile',
  /** To the legal representative, where the account's own number is out of reach. */
  'representative',
])
export type SmsPurpose = z.infer<typeof SmsPurpose>

/** These go to the number of whoever is signed in; a shell knows it masked only and leaves `mobile` empty. */
export function goesToOwnNumber(purpose: SmsPurpose): boolean {
  return purpose === 'change-mobile' || purpose === 'change-password'
}

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
  /** The log-in before this one, on whatever computer; null at the first. */
  lastSignInAt: Instant.nullable().optional(),
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

/** What a list of sessions calls this computer; the agent fills it in, never with a person's name. */
const device = z.string().max(40).optional()
export const Credentials = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('password'), mobile: z.string(), password: z.string(), device }),
  z.object({ kind: z.literal('sms'), mobile: z.string(), smsCode: z.string(), device }),
])
export type Credentials = z.infer<typeof Credentials>

const SmsRequest = z.object({ mobile: z.string(), purpose: SmsPurpose })
const SmsSent = z.object({ expiresInSeconds: z.number(), resendAfterSeconds: z.number() })
const PasswordReset = z.object({ mobile: z.string(), smsCode: z.string(), password: z.string() })

/** One log-in that is still good. `id` is worth nothing as a token. */
export const AccountSession = z.object({
  id: z.string(),
  device: z.string().nullable(),
  openedAt: Instant,
  /** Exact to five minutes. */
  lastUsedAt: Instant,
  isThis: z.boolean(),
})
export type AccountSession = z.infer<typeof AccountSession>

const PasswordChange = z.object({ oldPassword: z.string(), smsCode: z.string(), password: z.string() })
const MobileChange = z.object({ oldSmsCode: z.string(), mobile: z.string(), smsCode: z.string() })

/** 更换手机号 without the old number: the legal representative proves himself by what the materials say of him and by a code sent to his number. */
export const MobileRecovery = z.object({
  creditCode: z.string(),
  representativeName: z.string(),
  documentNumber: z.string(),
  representativeMobile: z.string(),
  representativeSmsCode: z.string(),
  mobile: z.string(),
  smsCode: z.string(),
})
export type MobileRecovery = z.infer<typeof MobileRecovery>

/** 谁看过什么: looks at full numbers, exports of them, and what the authority opened. */
export const LookKind = z.enum(['reveal', 'export', 'authority'])
export type LookKind = z.infer<typeof LookKind>
export const Look = z.object({
  number: z.number(),
  at: Instant,
  kind: LookKind,
  /** Masked mobile of one's own account, or the authority's name. */
  who: z.string(),
  workstation: z.string().nullable(),
  recordType: RecordType.nullable(),
  /** null for what is no single record, or for one that is gone. */
  recordName: z.string().nullable(),
  field: z.string().nullable(),
  /** How many people an export or a look at a list held. */
  count: z.number().nullable(),
})
export type Look = z.infer<typeof Look>
const LookQuestion = z.object({
  kind: LookKind.nullable(),
  from: Day.nullable(),
  to: Day.nullable(),
  /** Goes on below this number. */
  before: z.number().int().nullable(),
})
export type LookQuestion = z.infer<typeof LookQuestion>
export const LookPage = z.object({ looks: z.array(Look), next: z.number().nullable() })
export type LookPage = z.infer<typeof LookPage>

/** After how many minutes without a key or a pointer somebody is signed out; null: never. */
export const IdleMinutes = z.number().int().min(1).max(240).nullable()
export type IdleMinutes = z.infer<typeof IdleMinutes>
/** 等保 2.0: 15 minutes unless somebody chose otherwise. */
export const IDLE_MINUTES_DEFAULT = 15

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
  recoverMobile: { input: MobileRecovery, output: z.void() },
  changePassword: { input: PasswordChange, output: z.void() },
  changeMobile: { input: MobileChange, output: Session },
  listSessions: { input: z.void(), output: z.array(AccountSession) },
  endSession: { input: z.object({ id: z.string() }), output: z.void() },
  endOtherSessions: { input: z.void(), output: z.void() },
  /** Newest first. */
  looks: { input: LookQuestion, output: LookPage },
  idleSignOut: { input: z.void(), output: z.object({ minutes: IdleMinutes }) },
  setIdleSignOut: { input: z.object({ minutes: IdleMinutes }), output: z.void() },
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
  /** Ends every session of the account. */
  recoverMobile: { input: MobileRecovery, output: z.void() },
  /** Both changes end all sessions but this one. */
  changePassword: { input: PasswordChange, output: z.void() },
  changeMobile: { input: MobileChange, output: Session.omit({ offline: true }) },
  listSessions: { input: z.void(), output: z.array(AccountSession) },
  endSession: { input: z.object({ id: z.string() }), output: z.void() },
  endOtherSessions: { input: z.void(), output: z.void() },
  looks: { input: LookQuestion, output: LookPage },
}
