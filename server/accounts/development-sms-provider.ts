import type { SmsMessage, SmsProvider } from './sms-provider.ts'

const KEPT_MESSAGES = 200

export interface DevelopmentSmsProvider extends SmsProvider {
  /** Newest first. */
  sent: () => (SmsMessage & { at: string })[]
}

/** Sends nothing: /dev/outbox shows the codes. config.ts keeps it out of NODE_ENV=production, and so does this. */
export function createDevelopmentSmsProvider(
  now: () => Date,
  environment: string | undefined = process.env['NODE_ENV'],
): DevelopmentSmsProvider {
  if (environment === 'production') throw new Error('开发用的短信服务不能在 NODE_ENV=production 时启动')
  const messages: (SmsMessage & { at: string })[] = []
  return {
    send(message) {
      messages.unshift({ ...message, at: now().toISOString() })
      messages.length = Math.min(messages.length, KEPT_MESSAGES)
      return Promise.resolve('sent')
    },
    sent: () => [...messages],
  }
}
