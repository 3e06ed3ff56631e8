import { randomUUID } from 'node:crypto'
import type { Insertable, Kysely, Selectable } from 'kysely'
import type { Tables } from '../database/tables.ts'

export type AccountRow = Selectable<Tables['account']>
export type NewAccount = Pick<
  Insertable<Tables['account']>,
  'role' | 'mobile' | 'password_hash' | 'display_name' | 'created_at'
> &
  Partial<
    Pick<
      Insertable<Tables['account']>,
      'organisation_id' | 'region_code' | 'engineer_profile' | 'engineer_verified'
    >
  >

export async function insertAccount(db: Kysely<Tables>, account: NewAccount): Promise<AccountRow> {
  return db
    .insertInto('account')
    .values({
      organisation_id: null,
      region_code: null,
      engineer_profile: null,
      engineer_verified: 0,
      ...account,
      id: randomUUID(),
      failed_attempts: 0,
      locked_until: null,
      password_changed_at: account.created_at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export function findAccountByMobile(db: Kysely<Tables>, mobile: string): Promise<AccountRow | undefined> {
  return db.selectFrom('account').selectAll().where('mobile', '=', mobile).executeTakeFirst()
}

export function findAccount(db: Kysely<Tables>, id: string): Promise<AccountRow | undefined> {
  return db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
}

/** One more failed attempt unless the account is locked; answers how many there are now, or null where it is locked. */
export async function countAttempt(db: Kysely<Tables>, id: string, now: string): Promise<number | null> {
  const row = await db
    .updateTable('account')
    .set((account) => ({ failed_attempts: account('failed_attempts', '+', 1) }))
    .where('id', '=', id)
    .where((account) => account.or([account('locked_until', 'is', null), account('locked_until', '<=', now)]))
    .returning('failed_attempts')
    .executeTakeFirst()
  return row?.failed_attempts ?? null
}

/** Attempts begin to count anew after the lock. */
export async function lockAccount(db: Kysely<Tables>, id: string, until: string): Promise<void> {
  await db
    .updateTable('account')
    .set({ failed_attempts: 0, locked_until: until })
    .where('id', '=', id)
    .execute()
}

export async function clearAttempts(db: Kysely<Tables>, id: string): Promise<void> {
  await db
    .updateTable('account')
    .set({ failed_attempts: 0, locked_until: null })
    .where('id', '=', id)
    .execute()
}

export async function changePassword(
  db: Kysely<Tables>,
  id: string,
  passwordHash: string,
  now: string,
): Promise<void> {
  await db
    .updateTable('account')
    .set({ password_hash: passwordHash, password_changed_at: now, failed_attempts: 0, locked_until: null })
    .where('id', '=', id)
    .execute()
}

/** The oldest account of the organisation: the one it registered with. */
export function findAccountOfOrganisation(
  db: Kysely<Tables>,
  organisationId: string,
): Promise<AccountRow | undefined> {
  return db
    .selectFrom('account')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .orderBy('created_at')
    .executeTakeFirst()
}

/** An engineer's profile names the number as well. */
export async function changeMobile(
  db: Kysely<Tables>,
  account: AccountRow,
  mobile: string,
): Promise<AccountRow> {
  const profile = account.engineer_profile
  return db
    .updateTable('account')
    .set({
      mobile,
      failed_attempts: 0,
      locked_until: null,
      // Safe: only registration and this function write the profile, as a JSON object.
      ...(profile !== null && {
        engineer_profile: JSON.stringify({ ...(JSON.parse(profile) as object), mobile }),
      }),
    })
    .where('id', '=', account.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** When the account was last signed in with; null before the first time, and when that is more than a month ago. */
export async function lastSignIn(db: Kysely<Tables>, id: string): Promise<string | null> {
  const row = await db
    .selectFrom('session')
    .select('created_at')
    .where('account_id', '=', id)
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  return row?.created_at ?? null
}
