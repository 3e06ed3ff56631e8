import { maskName } from '../../domain/identifiers/mask.ts'
import { FACE_CONSENT } from '../../domain/verification/face-consent.ts'
import type { FaceWays } from '../../domain/verification/face-contract.ts'
import type { FaceParts } from './face-dependencies.ts'
import { mayVerify } from './face-outcome.ts'
import { readAwaited, triesOf } from './face-start.ts'

export async function faceWays(
  parts: FaceParts,
  { organisationId }: { organisationId: string },
): Promise<FaceWays> {
  const awaited = await readAwaited(parts, organisationId)
  const person = awaited && mayVerify(awaited.verification) ? awaited.materials.legalRepresentative : null
  const tries = await triesOf(parts, parts.db, organisationId, person)
  const here = parts.outside !== null || (await parts.judge.isAvailable())
  const unable = here ? '' : '服务器暂时不能进行人脸核验，请申请人工审核'
  const phone = phoneTrouble(parts.publicUrl())
  return {
    pc: { available: here, reason: unable },
    phone: { available: here && phone === '', reason: unable || phone },
    outside: parts.outside !== null,
    maskedName: person && maskName(person.name),
    consentVersion: FACE_CONSENT.version,
    triesLeft: tries.triesLeft,
    pausedUntil: tries.pausedUntil?.toISOString() ?? null,
  }
}

/** A phone opens its camera only for a page of a name with a trusted certificate; this very machine needs none. */
function phoneTrouble(publicUrl: string): string {
  const { protocol, hostname } = new URL(publicUrl)
  if (protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost') return ''
  return '同步服务器没有受信任的证书（https），手机不能打开摄像头，请用 PC 人脸认证或人工审核'
}
