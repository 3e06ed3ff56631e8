import type { FaceParts } from './face-dependencies.ts'
import { endSession } from './face-outcome.ts'
import { bringUpToDate } from './face-session-state.ts'

/** Queue and time limit together; who waits longer was forgotten by a process that died. */
const DECIDING_AT_MOST_MS = 3 * 60_000
const PICTURES_REMEMBERED_MS = 31 * 24 * 60 * 60_000

/** On the person's wish or with the decision: what waits for people is erased at once. Answers how many sessions had something. */
export async function deleteMaterial(parts: FaceParts, organisationId: string): Promise<number> {
  const kept = await parts.sessions.withMaterial(organisationId)
  for (const { id } of kept) await eraseMaterial(parts, id)
  return kept.length
}

async function eraseMaterial(parts: FaceParts, sessionId: string): Promise<void> {
  await parts.material.erase(sessionId)
  await parts.sessions.change(sessionId, ['in-review'], { material_until: null })
}

/** Every hour: ends what nobody asked about any more, and erases what may no longer be kept. */
export async function sweep(parts: FaceParts): Promise<void> {
  const now = parts.now()
  const decidingSince = new Date(now.getTime() - DECIDING_AT_MOST_MS)
  for (const session of await parts.sessions.overdue(now, decidingSince)) {
    if (session.state === 'deciding')
      await endSession(parts, session, ['deciding'], { state: 'failed', reason: 'too-long' })
    else await bringUpToDate(parts, session)
  }
  const due = (await parts.sessions.withMaterial(null)).filter(
    ({ material_until: until }) => until <= now.toISOString(),
  )
  const unneeded = await parts.sessions.withMaterialUnneeded()
  for (const id of [...due.map((session) => session.id), ...unneeded]) await eraseMaterial(parts, id)
  const kept = new Set((await parts.sessions.withMaterial(null)).map(({ id }) => id))
  await parts.material.eraseOthers(kept, decidingSince)
  await parts.sessions.forgetPictures(new Date(now.getTime() - PICTURES_REMEMBERED_MS))
}
