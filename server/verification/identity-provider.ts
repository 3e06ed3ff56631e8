import type { IdentityDocumentKind } from '../../domain/identifiers/identity-document.ts'

export interface IdentityQuestion {
  name: string
  documentKind: IdentityDocumentKind
  documentNumber: string
  mobile: string
}

export const IDENTITY_ANSWERS = ['match', 'mismatch', 'unavailable'] as const
export type IdentityAnswer = (typeof IDENTITY_ANSWERS)[number]

/**
 * Says whether 姓名, 证件号 and 手机号 belong to one person. Never rejects: a service that does not answer, or answers something
 * else, is `unavailable`. Implementations keep and log nothing of the question.
 */
export interface IdentityProvider {
  check: (question: IdentityQuestion) => Promise<IdentityAnswer>
}
