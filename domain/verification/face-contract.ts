import { z } from 'zod'
import { Instant } from '../records/instants.ts'
import { FaceAction, FaceFrameKind } from './face-action.ts'
import { FaceFailureReason } from './face-failure.ts'

export const FACE_SESSION_SECONDS = 120
export const FACE_TRIES = 3
export const FACE_PAUSE_MINUTES = 30
export const FACE_TRIES_PER_DAY = 10
/** The sealed payload before base64; frames of about 55 kB each and a video of at most 1.5 MB. */
export const FACE_PAYLOAD_MAX_BYTES = 2_600_000
export const FACE_VIDEO_MAX_BYTES = 1_500_000

/**
 * waiting: the desktop has not begun, or the QR code was not scanned; scanned: the phone shows company and code; capturing: prompts run;
 * deciding: the server has the pictures; busy: its queue was full, nothing was lost, submit again; unavailable: it cannot decide at all, go to review.
 */
export const FaceState = z.enum([
  'waiting',
  'scanned',
  'capturing',
  'deciding',
  'passed',
  'in-review',
  'failed',
  'expired',
  'cancelled',
  'busy',
  'unavailable',
])
export type FaceState = z.infer<typeof FaceState>

export const FaceSessionState = z.object({
  sessionId: z.string(),
  /** Grows with every change; give the last one seen as `knownVersion` to be answered at the next change. */
  version: z.number().int(),
  state: FaceState,
  expiresAt: Instant,
  /** One reason and one thing to do, in words; never a score. */
  failure: z.object({ reason: FaceFailureReason, message: z.string(), advice: z.string() }).nullable(),
  triesLeft: z.number().int(),
  pausedUntil: Instant.nullable(),
})
export type FaceSessionState = z.infer<typeof FaceSessionState>

/** What whoever captures is told, once: prompts are drawn anew for every session and never shown again. */
export const FaceChallenge = z.object({
  sessionId: z.string(),
  nonce: z.string(),
  prompts: z.array(FaceAction),
  /** P-256, uncompressed point in base64: for `sealPayload`. Of this session alone. */
  serverPublicKey: z.string(),
  expiresAt: Instant,
})
export type FaceChallenge = z.infer<typeof FaceChallenge>

const StartedFaceSession = z.object({
  sessionId: z.string(),
  expiresAt: Instant,
  /** Way pc. */
  challenge: FaceChallenge.nullable(),
  /** Way phone: what the QR code says, and the four digits to compare. */
  phone: z.object({ url: z.string(), code: z.string() }).nullable(),
  /** Where an outside service does it: its page, to be opened in the browser. */
  outside: z.object({ url: z.string() }).nullable(),
})
export type StartedFaceSession = z.infer<typeof StartedFaceSession>

const Availability = z.object({ available: z.boolean(), reason: z.string() })

export const FaceWays = z.object({
  pc: Availability,
  /** Needs this server under a name with a trusted certificate. */
  phone: Availability,
  /** An outside identity service stands in for both. */
  outside: z.boolean(),
  /** Whose face is asked for; masked. Null where nothing waits for verification. */
  maskedName: z.string().nullable(),
  consentVersion: z.string(),
  triesLeft: z.number().int(),
  pausedUntil: Instant.nullable(),
})
export type FaceWays = z.infer<typeof FaceWays>

/** What the capture page found itself; the session is burned by it. */
export const FaceAbandonReason = z.enum([
  'wrong-action',
  'too-slow',
  'face-lost',
  'several-faces',
  'camera-lost',
])
export type FaceAbandonReason = z.infer<typeof FaceAbandonReason>

const SessionId = z.object({ sessionId: z.string().max(64) })

/** What the desktop asks; the agent passes everything on and keeps nothing. Only the server decides. */
const organisationMethods = {
  faceWays: { input: z.void(), output: FaceWays },
  /**
   * One open session per organisation: an older one is cancelled. A session whose prompts were shown counts as a try. Fails `too-many-requests` with
   * the time left after 3 tries (30 minutes) or 10 in a day, `conflict` where nothing waits for verification, `identity-service-unavailable`
   * where this server cannot decide: manual review is then the way.
   */
  startFace: {
    input: z.object({
      way: z.enum(['pc', 'phone']),
      /** FACE_CONSENT.version as the person agreed to it; null for the phone, where the phone's page asks. */
      consentVersion: z.string().max(40).nullable(),
      cameraLabel: z.string().max(200).nullable(),
    }),
    output: StartedFaceSession,
  },
  /** With `knownVersion` the answer waits until the state is another one, at most 8 seconds: live and polling in one. */
  faceState: {
    input: SessionId.extend({ knownVersion: z.number().int().optional() }),
    output: FaceSessionState,
  },
  /** `sealedBase64` is `sealPayload(packFacePayload(…))`. Answers at once, `deciding` or `busy`; ask faceState for the end. */
  submitFace: {
    input: SessionId.extend({
      nonce: z.string().max(64),
      sealedBase64: z.string().max(Math.ceil(FACE_PAYLOAD_MAX_BYTES / 3) * 4 + 8),
    }),
    output: FaceSessionState,
  },
  abandonFace: { input: SessionId.extend({ reason: FaceAbandonReason }), output: FaceSessionState },
  cancelFace: { input: SessionId, output: FaceSessionState },
  /** Erases pictures and video of this organisation's sessions, also those that wait for review; the review goes on by the documents. */
  deleteFaceMaterial: { input: z.void(), output: z.object({ deletedSessions: z.number().int() }) },
}

/** What a face session left for a reviewer. */
export const FaceEvidence = z.object({
  way: z.enum(['pc-face', 'phone-face']),
  capturedAt: Instant,
  label: z.string(),
  limits: z.string(),
  reasons: z.array(z.string()),
  /** The portrait as cut from the document's picture; null where none was found. */
  portraitJpegBase64: z.string().nullable(),
  frames: z.array(z.object({ kind: FaceFrameKind, jpegBase64: z.string() })),
  videoBase64: z.string().nullable(),
  videoMediaType: z.string().nullable(),
  /** What the page asked to be read aloud in the video; nobody but the reviewer listens. */
  digits: z.string().nullable(),
})
export type FaceEvidence = z.infer<typeof FaceEvidence>

const authorityMethods = {
  /** Pictures of a review in the authority's own region; null where none are (left). Every look is audited. */
  readFaceEvidence: { input: z.object({ organisationId: z.string() }), output: FaceEvidence.nullable() },
}

export const verificationAgentMethods = { ...organisationMethods, ...authorityMethods }
export const verificationServerMethods = { ...organisationMethods, ...authorityMethods }

/**
 * The phone's side, by HTTP under /verify/<token> (no login; the token is in the QR code). GET serves the page; each of these is POSTed as JSON and
 * answered as a Result: `open` once only (a second scan is 410 `conflict`), then `confirm`, `submit` (or `photo`: one
 * picture, for people), `abandon`, `state` with the nonce that `open` gave.
 */
export const phonePaths = {
  page: (token: string) => `/verify/${token}`,
  open: (token: string) => `/verify/${token}/open`,
  confirm: (token: string) => `/verify/${token}/confirm`,
  submit: (token: string) => `/verify/${token}/submit`,
  photo: (token: string) => `/verify/${token}/photo`,
  abandon: (token: string) => `/verify/${token}/abandon`,
  state: (token: string) => `/verify/${token}/state`,
  assets: '/verify/assets/',
} as const

export const PhoneOpened = z.object({
  sessionId: z.string(),
  nonce: z.string(),
  organisationName: z.string(),
  maskedName: z.string(),
  code: z.string(),
  expiresAt: Instant,
})
export type PhoneOpened = z.infer<typeof PhoneOpened>

export const PhoneConfirm = z.object({
  nonce: z.string().max(64),
  consentVersion: z.string().max(40),
  cameraLabel: z.string().max(200).nullable(),
})
export type PhoneConfirm = z.infer<typeof PhoneConfirm>
/** `confirm` is answered with the FaceChallenge, `submit`, `photo`, `abandon` and `state` with the FaceSessionState. */
export const PhoneSubmit = z.object({ nonce: z.string().max(64), sealedBase64: z.string() })
export const PhoneAbandon = z.object({ nonce: z.string().max(64), reason: FaceAbandonReason })
export const PhoneState = z.object({
  nonce: z.string().max(64),
  knownVersion: z.number().int().optional(),
})
