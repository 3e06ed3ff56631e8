import type { IdentityAnswer, IdentityProvider } from './identity-provider.ts'

export interface DevelopmentIdentityProvider extends IdentityProvider {
  /** What the next check of this document number answers; it holds until changed. */
  decide: (documentNumber: string, answer: IdentityAnswer) => void
  decisions: () => { documentNumber: string; answer: IdentityAnswer }[]
}

/** Asks nobody: everybody matches unless /dev/outbox was told otherwise. config.ts keeps it out of NODE_ENV=production. */
export function createDevelopmentIdentityProvider(
  environment: string | undefined = process.env['NODE_ENV'],
): DevelopmentIdentityProvider {
  if (environment === 'production') {
    throw new Error('the development identity provider refuses NODE_ENV=production')
  }
  const decisions = new Map<string, IdentityAnswer>()
  return {
    check: ({ documentNumber }) => Promise.resolve(decisions.get(documentNumber) ?? 'match'),
    decide: (documentNumber, answer) => void decisions.set(documentNumber.trim().toUpperCase(), answer),
    decisions: () => [...decisions].map(([documentNumber, answer]) => ({ documentNumber, answer })),
  }
}
