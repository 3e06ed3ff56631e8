import type { SmsPurpose } from '../../domain/accounts/accounts-contract.ts'

export interface SmsMessage {
  mobile: string
  purpose: SmsPurpose
  code: string
  validMinutes: number
}

/** Hands one 短信验证码 to whoever delivers it. Never rejects; implementations keep and log nothing of the message. */
export interface SmsProvider {
  send: (message: SmsMessage) => Promise<'sent' | 'not-sent'>
}
