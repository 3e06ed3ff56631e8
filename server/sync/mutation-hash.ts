import { hash } from 'node:crypto'
import type { Mutation } from '../../domain/sync/sync-contract.ts'
import { canonicalJson } from '../records/canonical-json.ts'

/** What a mutation says, whatever number it came under: its number and its origin are left out. Hexadecimal SHA-256. */
export function hashContent(mutation: Mutation): string {
  return hash('sha256', canonicalJson({ ...mutation, seq: undefined, origin: undefined }))
}
