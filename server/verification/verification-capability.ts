import type { Kysely } from 'kysely'
import { FailureError } from '../../domain/contracts/failure.ts'
import { LOCAL_VERIFICATION, PHOTO_ONLY } from '../../domain/verification/face-consent.ts'
import type { FaceEvidence } from '../../domain/verification/face-contract.ts'
import { FACE_FAILURE_WORDS } from '../../domain/verification/face-failure.ts'
import { spokenDigits } from '../../domain/verification/spoken-digits.ts'
import type { Tables } from '../database/tables.ts'
import type { Capability } from '../http/capability.ts'
import { requireOrganisation, requireRole } from '../http/request-context.ts'
import { audit } from '../records/audit-log.ts'
import { regionCovers } from '../records/region-scope.ts'
import type { FaceJudge } from './face-judge.ts'
import type { FaceMaterialStore } from './face-material-store.ts'
import type { FaceSessionService } from './face-session-service.ts'
import type { OutsideFaceProvider } from './outside-face-provider.ts'
import { addPhoneRoutes } from './phone-routes.ts'

export interface VerificationCapabilityDependencies {
  db: Kysely<Tables>
  now: () => Date
  service: FaceSessionService
  material: FaceMaterialStore
  judge: FaceJudge
  outside: OutsideFaceProvider | null
  phonePagesFolder: string
}

/** 人脸认证, from the desktop and from the phone, and what of it the fire authority sees. */
export function createVerificationCapability(dependencies: VerificationCapabilityDependencies): Capability {
  const { service, judge } = dependencies
  return {
    handlers: {
      verification: {
        faceWays: (_input, request) => service.ways(requireOrganisation(request)),
        startFace: (input, request) => service.start(requireOrganisation(request), input),
        faceState: ({ sessionId, knownVersion }, request) =>
          service.state(requireOrganisation(request), sessionId, knownVersion),
        submitFace: ({ sessionId, ...submission }, request) =>
          service.submit(requireOrganisation(request), sessionId, submission),
        abandonFace: ({ sessionId, reason }, request) =>
          service.abandon(requireOrganisation(request), sessionId, reason),
        cancelFace: ({ sessionId }, request) => service.cancel(requireOrganisation(request), sessionId),
        deleteFaceMaterial: async (_input, request) => ({
          deletedSessions: await service.deleteMaterial(requireOrganisation(request).organisationId),
        }),
        readFaceEvidence: ({ organisationId }, request) =>
          readEvidence(dependencies, requireRole(request, 'authority'), organisationId),
      },
    },
    routes(app) {
      app.addHook('onClose', (_app, done) => {
        judge.close()
        done()
      })
      addPhoneRoutes(app, { ...dependencies, pagesFolder: dependencies.phonePagesFolder })
    },
    everyHour: () => service.sweep(),
  }
}

async function readEvidence(
  { db, now, material }: VerificationCapabilityDependencies,
  authority: { accountId: string; regionCode: string | null },
  organisationId: string,
): Promise<FaceEvidence | null> {
  const review = await db
    .selectFrom('manual_review')
    .innerJoin('face_session', 'face_session.id', 'manual_review.face_session_id')
    .select([
      'region_code',
      'face_session.id as id',
      'way',
      'face_session.reason as reason',
      'submitted_at',
      'nonce',
    ])
    .where('manual_review.organisation_id', '=', organisationId)
    .where('manual_review.decided_at', 'is', null)
    .executeTakeFirst()
  if (!review || !regionCovers(authority.regionCode, review.region_code)) throw new FailureError('not-found')
  const kept = await material.read(review.id)
  await db.transaction().execute((trx) =>
    audit(trx, {
      at: now(),
      accountId: authority.accountId,
      organisationId,
      action: 'verification.look-at-face',
      subject: `face-session:${review.id}`,
      details: { found: kept !== null },
    }),
  )
  if (!kept) return null
  const { frames, video } = kept.payload
  const name = review.reason === 'photo-only' ? PHOTO_ONLY : LOCAL_VERIFICATION
  return {
    way: review.way === 'phone' ? 'phone-face' : 'pc-face',
    capturedAt: review.submitted_at ?? now().toISOString(),
    label: name.label,
    limits: name.limits,
    reasons: review.reason
      ? [FACE_FAILURE_WORDS[review.reason].message]
      : ['本地核验已通过，按设置由人工确认'],
    portraitJpegBase64: kept.portraitJpeg?.toString('base64') ?? null,
    frames: frames.map(({ kind, jpeg }) => ({ kind, jpegBase64: Buffer.from(jpeg).toString('base64') })),
    videoBase64: video ? Buffer.from(video.bytes).toString('base64') : null,
    videoMediaType: video?.mediaType ?? null,
    digits: video ? spokenDigits(review.nonce) : null,
  }
}
