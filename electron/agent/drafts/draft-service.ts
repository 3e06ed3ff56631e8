import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import type { Draft, DraftForm } from '../../../domain/drafts/draft.ts'
import {
  DISCARDED_DRAFT_DAYS,
  type draftsAgentMethods,
  type SyncedEntry,
} from '../../../domain/drafts/drafts-contract.ts'
import type { DiscardedDraftRepository } from './discarded-draft-repository.ts'
import type { DraftKey, DraftRepository } from './draft-repository.ts'

export interface DraftServiceDeps {
  drafts: DraftRepository
  discarded: DiscardedDraftRepository
  synced: { list(accountId: string): SyncedEntry[] }
  inTransaction: <Value>(work: () => Value) => Value
  now: () => Date
  /** The account whose drafts are meant; '' before sign-in. */
  scope: () => string
}

const DAY_MS = 24 * 60 * 60 * 1000

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
  const { drafts, discarded, inTransaction, now } = deps
  const scopeOf = ({ form }: { form: DraftForm }) => (BEFORE_SIGN_IN.has(form) ? '' : deps.scope())

  function putAside(scope: string, key: DraftKey): void {
    const draft = drafts.find(scope, key)
    if (!draft) return
    discarded.keep(scope, draft, now().toISOString())
    discarded.removeBefore(new Date(now().getTime() - DISCARDED_DRAFT_DAYS * DAY_MS).toISOString())
    drafts.remove(scope, key)
  }

  function bringBack(scope: string, draft: Draft): Draft {
    return inTransaction(() => {
      discarded.remove(scope, draft.id)
      putAside(scope, draft)
      return drafts.put(scope, draft, draft)
    })
  }

  return {
    open: (key) => drafts.find(scopeOf(key), key),
    save: ({ title, content, owner, form, subject }) => {
      const scope = scopeOf({ form })
      // What one person typed never lands among another's drafts, however late the page that held it saves.
      if (owner !== undefined && owner !== scope) throw new FailureError('not-signed-in')
      const kept = Object.fromEntries(Object.entries(content).filter(([field]) => !NEVER_KEPT.has(field)))
      return drafts.put(scope, { form, subject }, { title, content: kept, savedAt: now().toISOString() })
    },
    discard: ({ submitted, ...key }) => {
      const scope = scopeOf(key)
      if (submitted) drafts.remove(scope, key)
      else inTransaction(() => putAside(scope, key))
    },
    restore: (key) => {
      const scope = scopeOf(key)
      const draft = discarded.newestOf(scope, key)
      return draft ? bringBack(scope, draft) : drafts.find(scope, key)
    },
    list: () => drafts.list(deps.scope()),
    listDiscarded: () => discarded.list(deps.scope()),
    restoreDiscarded: ({ id }) => {
      const scope = deps.scope()
      const draft = discarded.find(scope, id)
      if (!draft) throw new FailureError('not-found', { message: '这份草稿已超过 30 天，不能再恢复' })
      return bringBack(scope, draft)
    },
    listSynced: () => deps.synced.list(deps.scope()),
  }
}
