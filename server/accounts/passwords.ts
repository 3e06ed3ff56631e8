import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** argon2id with the library's defaults, which are OWASP's: 19 MiB, two passes, one lane. */
export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

const nobodysHash = hash('nobody uses this password')

/** Without a hash it takes as long as with one, so that the time does not tell which accounts exist. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await nobodysHash), password)
  return passwordHash !== null && matches
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz'
const DIGITS = '23456789'

/** 14 characters of the manual's alphabet, with letters and digits, none of them easily confused. */
export function makePassword(): string {
  const pick = (alphabet: string) => alphabet.charAt(randomInt(alphabet.length))
  return Array.from({ length: 14 }, (_, index) => pick(index % 4 === 3 ? DIGITS : LETTERS)).join('')
}
