import { startTestServer } from '../test-server.ts'
import { anUnverifiedOrganisation } from './a-face-session.ts'
import { judgedByHand } from './judged-by-hand.ts'

/** A server whose faces the test judges, an organisation of it whose legal representative is still to be verified, and the authority's decision. */
export async function anUnverifiedOrganisationAtServer(database: Parameters<typeof startTestServer>[0]) {
  const judge = judgedByHand()
  const server = await startTestServer(database, { face: { judge } })
  /** Decides on the request that waits now. */
  const decide = async (authority: { token: string }, approve: boolean) => {
    const [pending] = await server.ask('supervision.pendingVerifications', undefined, authority.token)
    if (!pending) throw new Error('nothing waits')
    const { organisationId, requestedAt } = pending
    const decision = { organisationId, requestedAt, approve, reason: approve ? '' : '证件系伪造' }
    await server.ask('supervision.decideVerification', decision, authority.token)
  }
  return { server, judge, decide, ...(await anUnverifiedOrganisation(server)) }
}
