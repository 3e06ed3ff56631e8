import { randomInt, randomUUID, timingSafeEqual } from 'node:crypto'
import { sql, type Kysely, type Transaction } from 'kysely'
import type { SmsPurpose } from '../../domain/accounts/accounts-contract.ts'
import { FailureError } from '../../domain/contracts/failure.ts'
import { inTransaction } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import type { Limits } from '../http/limits.ts'
import type { PersonalHash } from '../records/personal-hash.ts'
import type { SmsProvider } from './sms-provider.ts'

const VALID_MINUTES = 5
const RESEND_AFTER_SECONDS = 60
const ATTEMPTS = 5
const DAY_MS = 24 * 60 * 60 * 1000
const HOUR_MS = 60 * 60 * 1000

interface Dependencies {
  db: Kysely<Tables>
  limits: Limits
  personalHash: PersonalHash
  provider: SmsProvider
  now: () => Date
}

export interface SmsCodes {
  /** With `silently` everything happens but the sending, so that nobody learns which numbers have an account. */
  send: (request: { mobile: string; purpose: SmsPurpose; address: string; silently: boolean }) => Promise<{
    expiresInSeconds: number
    resendAfterSeconds: number
  }>
  /** Answers the code's id for `use`. Throws `sms-code-wrong` or `sms-code-expired`; wrong tries count even so. */
  check: (mobile: string, purpose: SmsPurpose, code: string) => Promise<string>
  /** Spends a checked code in the transaction of what it was for. */
  use: (db: Transaction<Tables>, id: string) => Promise<void>
  forgetOld: () => Promise<void>
}

export function createSmsCodes(dependencies: Dependencies): SmsCodes {
  const { db, personalHash, provider, now } = dependencies
  const codeHash = (id: string, code: string) => personalHash('sms-code', `${id}:${code}`)

  return {
    async send({ mobile, purpose, address, silently }) {
      const id = randomUUID()
      const code = String(randomInt(1_000_000)).padStart(6, '0')
      await inTransaction(db, async (trx) => {
        await takeLimits(dependencies, trx, mobile, address)
        const sentAt = now()
        await trx
          .insertInto('sms_code')
          .values({
            id,
            mobile,
            purpose,
            code_hash: codeHash(id, code),
            sent_at: sentAt.toISOString(),
            expires_at: new Date(sentAt.getTime() + VALID_MINUTES * 60_000).toISOString(),
            attempts: 0,
            used_at: null,
          })
          .execute()
      })
      const outcome = silently
        ? 'sent'
        : await provider.send({ mobile, purpose, code, validMinutes: VALID_MINUTES })
      if (outcome === 'not-sent') {
        await db.deleteFrom('sms_code').where('id', '=', id).execute()
        throw new FailureError('sms-not-sent', { message: '短信没有发出，请稍后重新获取验证码' })
      }
      return { expiresInSeconds: VALID_MINUTES * 60, resendAfterSeconds: RESEND_AFTER_SECONDS }
    },

    async check(mobile, purpose, code) {
      const newest = await db
        .selectFrom('sms_code')
        .select(['id', 'expires_at'])
        .where('mobile', '=', mobile)
        .where('purpose', '=', purpose)
        .where('used_at', 'is', null)
        .orderBy('sent_at', 'desc')
        .executeTakeFirst()
      if (!newest) throw wrongCode('短信验证码不正确，请核对；没有收到的，请重新获取')
      if (newest.expires_at <= now().toISOString()) throw expiredCode('短信验证码已过期，请重新获取')
      // Counted before comparing, so that guesses sent at the same time count as well.
      const counted = await db
        .updateTable('sms_code')
        .set((row) => ({ attempts: row('attempts', '+', 1) }))
        .where('id', '=', newest.id)
        .where('attempts', '<', ATTEMPTS)
        .returning(['attempts', 'code_hash'])
        .executeTakeFirst()
      if (!counted) throw expiredCode('短信验证码错误次数过多，已作废，请重新获取')
      if (!isEqual(counted.code_hash, codeHash(newest.id, code))) {
        const left = ATTEMPTS - counted.attempts
        throw left > 0
          ? wrongCode(`短信验证码不正确，还可以再试 ${left} 次`)
          : expiredCode('短信验证码错误次数过多，已作废，请重新获取')
      }
      await db
        .updateTable('sms_code')
        .set((row) => ({ attempts: row('attempts', '-', 1) }))
        .where('id', '=', newest.id)
        .execute()
      return newest.id
    },

    async use(trx, id) {
      const used = await trx
        .updateTable('sms_code')
        .set({ used_at: now().toISOString() })
        .where('id', '=', id)
        .where('used_at', 'is', null)
        .returning('id')
        .executeTakeFirst()
      if (!used) throw wrongCode('短信验证码已用过，请重新获取')
    },

    async forgetOld() {
      const old = new Date(now().getTime() - 2 * DAY_MS).toISOString()
      await db.deleteFrom('sms_code').where('sent_at', '<', old).execute()
    },
  }
}

/** The count per number is taken first: it makes two requests for one number take turns. */
async function takeLimits(
  { limits, personalHash, now }: Dependencies,
  trx: Transaction<Tables>,
  mobile: string,
  address: string,
): Promise<void> {
  await limits.take(
    {
      key: personalHash('sms-mobile', mobile),
      atMost: 10,
      windowMs: DAY_MS,
      message: '该手机号码今天获取短信验证码的次数已达 10 次，请明天再试',
    },
    trx,
  )
  const { last } = await trx
    .selectFrom('sms_code')
    .select(sql<string | null>`max(sent_at)`.as('last'))
    .where('mobile', '=', mobile)
    .executeTakeFirstOrThrow()
  const waitMs = last ? Date.parse(last) + RESEND_AFTER_SECONDS * 1000 - now().getTime() : 0
  if (waitMs > 0) {
    const retryAfterSeconds = Math.ceil(waitMs / 1000)
    throw new FailureError('too-many-requests', {
      message: `短信已发送，请 ${retryAfterSeconds} 秒后再获取`,
      retryAfterSeconds,
    })
  }
  await limits.take(
    {
      key: personalHash('sms-address', address),
      atMost: 30,
      windowMs: HOUR_MS,
      message: '从本网络获取短信验证码的次数过多，请稍后再试',
    },
    trx,
  )
}

function isEqual(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

function wrongCode(message: string): FailureError {
  return new FailureError('sms-code-wrong', { message, fields: [{ path: 'smsCode', message }] })
}

function expiredCode(message: string): FailureError {
  return new FailureError('sms-code-expired', { message, fields: [{ path: 'smsCode', message }] })
}
