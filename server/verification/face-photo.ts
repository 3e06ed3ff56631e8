import { FACE_MATERIAL_DAYS_MAX } from '../../domain/verification/face-consent.ts'
import type { FacePayload } from '../../domain/verification/face-payload.ts'
import type { FaceParts } from './face-dependencies.ts'
import { endSession } from './face-outcome.ts'
import type { FaceSessionRow } from './face-session-repository.ts'
import { failed, takeUpload, type Submission } from './face-submission.ts'
import { DAY_MS } from './face-tries.ts'

const PHOTO_BYTES_MAX = 1_400_000
const JPEG = Buffer.from('ffd8ff', 'hex')

/**
 * One picture from a phone whose browser opens no camera for a page. It proves nothing of a living person, so no judge looks at it: it waits for people, under
 * a name that says so, sealed and erased like every other.
 */
export async function submitPhoto(
  parts: FaceParts,
  session: FaceSessionRow,
  submission: Submission,
): Promise<void> {
  const taken = await takeUpload(parts, session, submission)
  if (!taken) return
  const { submitted, opened } = taken
  if (!isOnePhoto(opened.payload)) {
    await endSession(parts, submitted, ['deciding'], failed('unreadable'))
    return
  }
  const materialUntil = new Date(parts.now().getTime() + FACE_MATERIAL_DAYS_MAX * DAY_MS)
  await parts.material.keep(session.id, opened.bytes, null)
  const ended = await endSession(parts, submitted, ['deciding'], {
    state: 'in-review',
    reason: 'photo-only',
    findings: ['photo-only'],
    materialUntil,
  })
  const now = await parts.sessions.find(session.id)
  if (!ended || now?.state !== 'in-review') await parts.material.erase(session.id)
}

/** Nobody decodes it here: only the reviewer's browser does, in its sandbox. */
function isOnePhoto({ frames, video }: FacePayload): boolean {
  const [photo] = frames
  if (!photo || frames.length > 1 || video) return false
  return photo.jpeg.length <= PHOTO_BYTES_MAX && JPEG.equals(photo.jpeg.subarray(0, 3))
}
