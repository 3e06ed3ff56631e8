import { createHmac } from 'node:crypto'

/**
 * Hides a personal value so that equal ones can still be found. `kind` keeps values of different kinds apart
 * ('id-number', 'certificate', 'mobile' …); the value must be normalised. Hexadecimal.
 */
export type PersonalHash = (kind: string, value: string) => string

export function createPersonalHash(key: Buffer): PersonalHash {
  return (kind, value) => createHmac('sha256', key).update(`${kind}\n${value}`).digest('hex')
}
