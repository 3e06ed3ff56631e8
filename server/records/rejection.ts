import type { FieldMessages } from '../../domain/records/field-messages.ts'
import type { MutationOutcome } from './mutation-handler.ts'

export function rejected(message: string): MutationOutcome {
  return { status: 'rejected', message }
}

/** A rejection that names everything that is wrong, or null when nothing is. */
export function rejectedFields<Field extends string>(messages: FieldMessages<Field>): MutationOutcome | null {
  const all = Object.values<string | undefined>(messages).filter((message) => message !== undefined)
  return all.length > 0 ? rejected(all.join('；')) : null
}
