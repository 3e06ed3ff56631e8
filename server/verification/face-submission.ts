import { createHash, timingSafeEqual, webcrypto } from 'node:crypto'
import { FACE_MATERIAL_DAYS_MAX } from '../../domain/verification/face-consent.ts'
import { FACE_VIDEO_MAX_BYTES } from '../../domain/verification/face-contract.ts'
import type { FaceFailureReason } from '../../domain/verification/face-failure.ts'
import { unpackFacePayload, type FacePayload } from '../../domain/verification/face-payload.ts'
import { openPayload } from '../../domain/verification/seal.ts'
import { isVirtualCamera } from '../../domain/verification/virtual-camera.ts'
import { wasRefusedByAuthority } from './authority-refusal.ts'
import type { FaceParts } from './face-dependencies.ts'
import type { FaceVerdict } from './face-judge.ts'
import type { FaceJudgement } from './face-judgement.ts'
import { openSessionKeys } from './face-keys.ts'
import { endSession, type FaceOutcome } from './face-outcome.ts'
import type { FaceSessionRow } from './face-session-repository.ts'
import { readAwaited } from './face-start.ts'
import { DAY_MS } from './face-tries.ts'
import { promptsOf } from './new-face-session.ts'

/** An upload that began in time may arrive a little later. */
export const UPLOAD_GRACE_MS = 30_000
const SUBMITTABLE = ['capturing', 'busy'] as const
const WEBM = Buffer.from('1a45dfa3', 'hex')

export interface Submission {
  nonce: string
  sealedBase64: string
}

/**
 * Takes what was sealed for this session and gives it to the judge; answers as soon as it is queued. Pictures stay in memory unless people must look at
 * them. Whatever does not fit ends the session: nothing is tried twice, except where the judge was busy.
 */
export async function submitFace(
  parts: FaceParts,
  session: FaceSessionRow,
  submission: Submission,
): Promise<void> {
  const taken = await takeUpload(parts, session, submission)
  if (!taken) return
  const { submitted, opened } = taken
  const portrait = await readPortrait(parts, session)
  const verdict = parts.judge.judge({ prompts: promptsOf(session), frames: opened.payload.frames, portrait })
  if (!verdict) {
    await parts.sessions.change(session.id, ['deciding'], { state: 'busy' })
    parts.news.tell(session.id)
    return
  }
  // Answered now, ended later: the caller asks faceState. What cannot be written is left to the hourly sweep.
  void verdict.then((settled) => finish(parts, submitted, settled, opened.bytes)).catch(() => undefined)
}

interface TakenUpload {
  /** With hash and time of the upload. */
  submitted: FaceSessionRow
  opened: { bytes: Uint8Array; payload: FacePayload }
}

/** Opens what was sealed for this session and was never sent before; null where the session is over, which it is now if the upload did not fit. */
export async function takeUpload(
  parts: FaceParts,
  session: FaceSessionRow,
  submission: Submission,
): Promise<TakenUpload | null> {
  const bytes = new Uint8Array(Buffer.from(submission.sealedBase64, 'base64'))
  const submitted: FaceSessionRow = {
    ...session,
    payload_hash: createHash('sha256').update(bytes).digest('hex'),
    submitted_at: parts.now().toISOString(),
  }
  const { payload_hash: payloadHash, submitted_at: submittedAt } = submitted
  const mine = await parts.sessions.change(session.id, SUBMITTABLE, {
    state: 'deciding',
    payload_hash: payloadHash,
    submitted_at: submittedAt,
  })
  if (!mine) return null
  parts.news.tell(session.id)
  const opened = sameText(submission.nonce, session.nonce) ? await open(parts, session, bytes) : null
  const refused = opened ? await refusal(parts, submitted, opened.payload) : 'unreadable'
  if (opened && !refused) return { submitted, opened }
  await endSession(parts, submitted, ['deciding'], failed(refused ?? 'unreadable'))
  return null
}

export function failed(reason: FaceFailureReason): FaceOutcome {
  return { state: 'failed', reason, findings: [reason] }
}

async function open(
  { faceKey }: FaceParts,
  { id, nonce, public_key: publicKey, private_key: sealedPrivateKey }: FaceSessionRow,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<{ bytes: Uint8Array; payload: FacePayload } | null> {
  if (publicKey === null || sealedPrivateKey === null) return null
  const keys = await openSessionKeys(faceKey, id, { publicKey, sealedPrivateKey })
  const bytes = await openPayload(webcrypto.subtle, keys, { sessionId: id, nonce }, sealed)
  const payload = bytes && unpackFacePayload(bytes)
  return bytes && payload?.nonce === nonce ? { bytes, payload } : null
}

async function refusal(
  parts: FaceParts,
  session: FaceSessionRow,
  { frames, video, device }: FacePayload,
): Promise<FaceFailureReason | null> {
  if (isVirtualCamera(device.cameraLabel) || isVirtualCamera(session.camera_label ?? ''))
    return 'virtual-camera'
  if (video && (video.bytes.length > FACE_VIDEO_MAX_BYTES || !isFilm(video.bytes))) return 'unreadable'
  const hashes = frames.map(({ jpeg }) =>
    parts.personalHash('face-picture', createHash('sha256').update(jpeg).digest('hex')),
  )
  if (new Set(hashes).size < hashes.length) return 'not-live'
  return (await parts.sessions.seenBefore(hashes, session.id, parts.now())) ? 'not-live' : null
}

/** WebM, or MP4 from phones that record nothing else. */
function isFilm(bytes: Uint8Array): boolean {
  return WEBM.equals(bytes.subarray(0, 4)) || Buffer.from(bytes.subarray(4, 8)).toString('latin1') === 'ftyp'
}

/** Empty where the picture is missing: judged as a portrait that cannot be read. */
async function readPortrait(
  parts: FaceParts,
  { organisation_id: organisationId }: FaceSessionRow,
): Promise<Uint8Array> {
  const awaited = await readAwaited(parts, organisationId)
  const picture = awaited?.materials.pictures.documentFront
  return picture ? parts.readPicture(organisationId, picture).catch(() => new Uint8Array()) : new Uint8Array()
}

async function finish(
  parts: FaceParts,
  session: FaceSessionRow,
  verdict: FaceVerdict,
  payload: Uint8Array,
): Promise<void> {
  if (verdict.kind !== 'judged') {
    const outcome: FaceOutcome =
      verdict.kind === 'too-long' ? failed('too-long') : { state: 'unavailable', reason: 'unavailable' }
    await endSession(parts, session, ['deciding'], outcome)
    return
  }
  const needsReview =
    parts.passNeedsReview || (await wasRefusedByAuthority(parts.db, session.organisation_id))
  const outcome = outcomeOf(verdict.judgement, needsReview, parts.now())
  if (outcome.materialUntil) await parts.material.keep(session.id, payload, verdict.judgement.portraitJpeg)
  const ended = await endSession(parts, session, ['deciding'], outcome)
  const now = await parts.sessions.find(session.id)
  if (!ended || now?.state !== 'in-review') await parts.material.erase(session.id)
}

function outcomeOf(judgement: FaceJudgement, passNeedsReview: boolean, now: Date): FaceOutcome {
  const { decision, band, reason, findings, versions } = judgement
  const facts = { band, findings, versions }
  if (decision === 'fail') return { state: 'failed', reason: reason ?? 'unreadable', ...facts }
  if (decision === 'pass' && !passNeedsReview) return { state: 'passed', reason: null, ...facts }
  const materialUntil = new Date(now.getTime() + FACE_MATERIAL_DAYS_MAX * DAY_MS)
  return { state: 'in-review', reason, ...facts, materialUntil }
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
