import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { describe, expect, it } from 'vitest'
import { createSmsCodes } from '../../../server/accounts/sms-code-service.ts'
import type { SmsProvider } from '../../../server/accounts/sms-provider.ts'
import type { Tables } from '../../../server/database/tables.ts'
import { createLimits } from '../../../server/http/limits.ts'
import { createPersonalHash } from '../../../server/records/personal-hash.ts'
import { ENGINES } from '../../support/databases.ts'
import { aMobile } from '../../support/test-server.ts'

const HOUR_MS = 60 * 60 * 1000

function createService(db: Kysely<Tables>, send: SmsProvider['send'] = () => Promise.resolve('sent')) {
  let clock = new Date('2026-11-22T02:00:00.000Z')
  const now = () => clock
  const personalHash = createPersonalHash(randomBytes(32))
  const codes = createSmsCodes({ db, limits: createLimits(db, now), personalHash, provider: { send }, now })
  return {
    codes,
    pass: (ms: number) => {
      clock = new Date(clock.getTime() + ms)
    },
    send: (mobile: string) =>
      codes.send({ mobile, purpose: 'register', address: '192.0.2.1', silently: false }),
  }
}

describe.each(ENGINES)('createSmsCodes on $name', ({ open }) => {
  it('stops a number after ten codes in a day', async () => {
    const { send, pass } = createService(await open())
    const mobile = aMobile()
    for (let count = 1; count <= 10; count += 1) {
      await send(mobile)
      pass(61_000)
    }
    await expect(send(mobile)).rejects.toThrow('已达 10 次')
    pass(24 * HOUR_MS)
    await send(mobile)
  })

  it('stops an address after thirty codes in an hour', async () => {
    const { send, pass } = createService(await open())
    for (let count = 1; count <= 30; count += 1) await send(aMobile())
    await expect(send(aMobile())).rejects.toThrow('次数过多')
    pass(HOUR_MS)
    await send(aMobile())
  })

  it('sends one code only when a number asks five times at once', async () => {
    const { send } = createService(await open())
    const mobile = aMobile()
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => send(mobile)))
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
  })

  it('lets the number try again at once when the message could not be sent', async () => {
    const { send, codes } = createService(await open(), () => Promise.resolve('not-sent'))
    const mobile = aMobile()
    await expect(send(mobile)).rejects.toMatchObject({ failure: { code: 'sms-not-sent' } })
    await expect(send(mobile)).rejects.toMatchObject({ failure: { code: 'sms-not-sent' } })
    await expect(codes.check(mobile, 'register', '123456')).rejects.toMatchObject({
      failure: { code: 'sms-code-wrong' },
    })
  })

  it('allows five guesses, also when a hundred come at once', async () => {
    const sent: string[] = []
    const db = await open()
    const { send, codes } = createService(db, ({ code }) => {
      sent.push(code)
      return Promise.resolve('sent')
    })
    const mobile = aMobile()
    await send(mobile)
    const wrong = String((Number(sent[0]) + 1) % 1_000_000).padStart(6, '0')
    const guesses = await Promise.allSettled(
      Array.from({ length: 100 }, () => codes.check(mobile, 'register', wrong)),
    )
    expect(guesses.every((guess) => guess.status === 'rejected')).toBe(true)
    const counted = await db.selectFrom('sms_code').select('attempts').execute()
    expect(counted).toEqual([{ attempts: 5 }])
    await expect(codes.check(mobile, 'register', sent[0] ?? '')).rejects.toThrow('已作废')
  })
})
