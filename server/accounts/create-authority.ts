import type { Kysely } from 'kysely'
import { checkPersonName, normalisePersonName } from '../../domain/identifiers/person-name.ts'
import { checkMobile, normaliseMobile } from '../../domain/identifiers/phone.ts'
import { regionName } from '../../domain/regions/regions.ts'
import { inTransaction, isUniqueViolation } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import { audit } from '../records/audit-log.ts'
import { insertAccount } from './account-repository.ts'
import { hashPassword, makePassword } from './passwords.ts'

/**
 * Makes an account of the fire authority; the only way there is. `region` is a region code whose trailing zeros widen it, 000000 the whole country.
 * Answers the initial password, which is kept nowhere. Throws a plain Chinese sentence for wrong arguments.
 */
export async function createAuthority(
  db: Kysely<Tables>,
  given: { mobile: string; name: string; region: string },
  now: Date,
): Promise<{ password: string }> {
  const mobile = normaliseMobile(given.mobile)
  const name = normalisePersonName(given.name)
  const region = given.region === '000000' ? '全国' : regionName(given.region)
  const problem =
    checkMobile(mobile) ??
    checkPersonName(name) ??
    (region === null ? '地区代码不在行政区划名单中，请核对' : null)
  if (problem !== null) throw new Error(problem)
  const password = makePassword()
  const passwordHash = await hashPassword(password)
  try {
    await inTransaction(db, async (trx) => {
      const account = await insertAccount(trx, {
        role: 'authority',
        mobile,
        password_hash: passwordHash,
        display_name: name,
        region_code: given.region,
        created_at: now.toISOString(),
      })
      await audit(trx, {
        at: now,
        accountId: null,
        organisationId: null,
        action: 'account.create-authority',
        subject: account.id,
        details: { region: given.region },
      })
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new Error('该手机号码已注册账号，请更换手机号码', { cause: error })
    throw error
  }
  return { password }
}
