import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import type { Draft, DraftForm } from '../../../domain/drafts/draft.ts'
import type { draftsAgentMethods } from '../../../domain/drafts/drafts-contract.ts'
import type { DraftKey, DraftRepository } from './draft-repository.ts'

export interface DraftServiceDeps {
  drafts: DraftRepository
  now: () => Date
  /** The account whose drafts are meant; '' before sign-in. */
  scope: () => string
}

/** Passwords and codes never reach a draft, whatever a form sends. */
const NEVER_KEPT = new Set([
  'password',
  'passwordAgain',
  'passwordConfirmation',
  'confirmPassword',
  'smsCode',
])

/** Typed before there is an account: they stay the workstation's, so that the registration that succeeded can clear them away. */
const BEFORE_SIGN_IN = new Set<DraftForm>(['organisation-registration', 'engineer-registration'])

export function createDraftService(deps: DraftServiceDeps): CapabilityHandlers<typeof draftsAgentMethods> {
  const { drafts, now } = deps
  const scopeOf = ({ form }: DraftKey) => (BEFORE_SIGN_IN.has(form) ? '' : deps.scope())
  const discarded = new Map<string, Draft>()
  const nameOf = (key: DraftKey) => `${scopeOf(key)}\n${key.form}\n${key.subject}`
  return {
    open: (key) => drafts.find(scopeOf(key), key),
    save: ({ title, content, ...key }) => {
      const kept = Object.fromEntries(Object.entries(content).filter(([field]) => !NEVER_KEPT.has(field)))
      return drafts.put(scopeOf(key), key, { title, content: kept, savedAt: now().toISOString() })
    },
    discard: (key) => {
      const draft = drafts.find(scopeOf(key), key)
      if (!draft) return
      discarded.set(nameOf(key), draft)
      drafts.remove(scopeOf(key), key)
    },
    restore: (key) => {
      const draft = discarded.get(nameOf(key))
      if (!draft) return drafts.find(scopeOf(key), key)
      discarded.delete(nameOf(key))
      return drafts.put(scopeOf(key), key, draft)
    },
    list: () => drafts.list(deps.scope()),
  }
}
