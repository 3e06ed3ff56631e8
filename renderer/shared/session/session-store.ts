import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Credentials, Session } from '../../../domain/accounts/accounts-contract.ts'
import type { Failure, Result } from '../../../domain/contracts/failure.ts'
import { registrationStep, type RegistrationStep } from '../../../domain/organisation/organisation.ts'
import type { OrganisationView } from '../../../domain/organisation/organisation-contract.ts'
import { agent } from '../../agent/agent.ts'
import { onAgentEvent } from '../../agent/agent-events.ts'
import { saveOpenForms } from '../composables/open-forms.ts'

/** Who is signed in on this workstation and how far the organisation's registration is; follows the agent's events once loaded. */
export const useSessionStore = defineStore('session', () => {
  const session = ref<Session | null>(null)
  const organisation = ref<OrganisationView | null>(null)
  const loaded = ref(false)
  const failure = ref<Failure | null>(null)

  /** null while nobody of an organisation is signed in, or while its record has not reached this workstation. */
  const step = computed<RegistrationStep | null>(() =>
    organisation.value ? registrationStep(organisation.value) : null,
  )

  async function load(): Promise<void> {
    if (loaded.value) return
    loaded.value = true
    onAgentEvent('session.changed', (changed) => void take(changed))
    onAgentEvent('records.changed', ({ types }) => {
      if (types.includes('organisation')) void refreshOrganisation()
    })
    const result = await agent.accounts.current()
    if (result.ok) await take(result.value)
    else failure.value = result.failure
  }

  async function take(changed: Session | null): Promise<void> {
    session.value = changed
    if (changed?.role === 'organisation') await refreshOrganisation()
    else organisation.value = null
  }

  async function refreshOrganisation(): Promise<void> {
    const result = await agent.organisation.current()
    if (result.ok) organisation.value = result.value
    else failure.value = result.failure
  }

  /** On a workstation that has not seen the organisation yet its record comes with the first pull. */
  async function fetchOrganisation(): Promise<void> {
    await refreshOrganisation()
    if (organisation.value) return
    await agent.sync.run()
    await refreshOrganisation()
  }

  async function signIn(credentials: Credentials): Promise<Result<Session>> {
    const result = await agent.accounts.signIn(credentials)
    if (result.ok) await take(result.value)
    return result
  }

  async function signOut(): Promise<Result<void>> {
    await saveOpenForms()
    const result = await agent.accounts.signOut()
    if (result.ok) await take(null)
    return result
  }

  return {
    session,
    organisation,
    step,
    loaded,
    failure,
    load,
    take,
    fetchOrganisation,
    refreshOrganisation,
    signIn,
    signOut,
  }
})
