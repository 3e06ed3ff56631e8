import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import type { Draft } from '../../../domain/drafts/draft.ts'
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

export function createDraftService(deps: DraftServiceDeps): CapabilityHandlers<typeof draftsAgentMethods> {
  const { drafts, now, scope } = deps
  const discarded = new Map<string, Draft>()
  const nameOf = ({ form, subject }: DraftKey) => `${scope()}\n${form}\n${subject}`
  return {
    open: (key) => drafts.find(scope(), key),
    save: ({ title, content, ...key }) => {
      const kept = Object.fromEntries(Object.entries(content).filter(([field]) => !NEVER_KEPT.has(field)))
      return drafts.put(scope(), key, { title, content: kept, savedAt: now().toISOString() })
    },
    discard: (key) => {
      const draft = drafts.find(scope(), key)
      if (!draft) return
      discarded.set(nameOf(key), draft)
      drafts.remove(scope(), key)
    },
    restore: (key) => {
      const draft = discarded.get(nameOf(key))
      if (!draft) return drafts.find(scope(), key)
      discarded.delete(nameOf(key))
      return drafts.put(scope(), key, draft)
    },
    list: () => drafts.list(scope()),
  }
}
