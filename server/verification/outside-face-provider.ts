import type { IdentityDocumentKind } from '../../domain/identifiers/identity-document.ts'

export interface OutsideFaceQuestion {
  /** Our session: the service answers the same to a second question with it. */
  sessionId: string
  name: string
  documentKind: IdentityDocumentKind
  documentNumber: string
  /** Where its page sends the person afterwards. */
  returnUrl: string
  /** Where it posts its result. */
  callbackUrl: string
}

export type OutsideFaceResult = 'pending' | 'pass' | 'fail' | 'unavailable'

/**
 * An identity service that verifies a face on its own pages (实人认证): started here, done there, asked or called back for the result. Never rejects; what
 * cannot be reached or understood is `unavailable`, and the session stays as it is. Implementations keep and log nothing of the question.
 */
export interface OutsideFaceProvider {
  start: (question: OutsideFaceQuestion) => Promise<{ url: string; receipt: string } | 'unavailable'>
  poll: (receipt: string) => Promise<OutsideFaceResult>
  /** The result in a request of the service to us; null where its signature does not hold, or it is older than five minutes. */
  readCallback: (
    headers: { timestamp: string; signature: string },
    body: string,
  ) => OutsideFaceCallback | null
}

export interface OutsideFaceCallback {
  receipt: string
  result: 'pass' | 'fail'
}
