import type { Transaction } from 'kysely'
import type { EngineerProfile } from '../../domain/people/engineer.ts'
import type { Tables } from '../database/tables.ts'
import type { PersonalHash } from '../records/personal-hash.ts'

export type Seat = Tables['engineer_seat']
type Numbers = Pick<EngineerProfile, 'idNumber' | 'qualificationNumber' | 'managementNumber'>

/**
 * An engineer may practise in one organisation only (Order 7 Art. 11). A seat is held by the ID number and by every certificate number, so that
 * neither a second account nor a second certificate opens a second one.
 */
export interface EngineerSeats {
  /** Every seat that any of these numbers holds. */
  taken: (db: Transaction<Tables>, numbers: Numbers) => Promise<Seat[]>
  /** False where another transaction was quicker. */
  take: (
    db: Transaction<Tables>,
    numbers: Numbers,
    place: Pick<Seat, 'account_id' | 'organisation_id' | 'record_id'>,
  ) => Promise<boolean>
  leave: (db: Transaction<Tables>, seat: Seat) => Promise<void>
}

export function createEngineerSeats(personalHash: PersonalHash): EngineerSeats {
  const hashes = ({ idNumber, qualificationNumber, managementNumber }: Numbers) => {
    const certificates = [qualificationNumber, managementNumber]
      .filter((number) => number !== '')
      .map((number) => personalHash('certificate', number.toUpperCase()))
    return { idNumber: personalHash('id-number', idNumber), certificates: [...new Set(certificates)] }
  }
  return {
    taken(db, numbers) {
      const { idNumber, certificates } = hashes(numbers)
      return db
        .selectFrom('engineer_seat')
        .selectAll()
        .where((eb) =>
          eb.or([
            eb('id_number_hash', '=', idNumber),
            ...certificates.flatMap((certificate) => [
              eb('certificate_hash', '=', certificate),
              eb('second_certificate_hash', '=', certificate),
            ]),
          ]),
        )
        .execute()
    },
    async take(db, numbers, place) {
      const { idNumber, certificates } = hashes(numbers)
      const [first, second = null] = certificates
      if (first === undefined) return false
      const inserted = await db
        .insertInto('engineer_seat')
        .values({
          id_number_hash: idNumber,
          certificate_hash: first,
          second_certificate_hash: second,
          ...place,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('account_id')
        .executeTakeFirst()
      return inserted !== undefined
    },
    async leave(db, seat) {
      await db.deleteFrom('engineer_seat').where('id_number_hash', '=', seat.id_number_hash).execute()
    },
  }
}
