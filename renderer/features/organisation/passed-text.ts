import type { Verification, VerificationWay } from '../../../domain/verification/verification.ts'

const WAYS: Record<VerificationWay, string> = {
  'phone-check': '法定代表人姓名、证件号与手机号实名认证一致，已跳过人脸认证。',
  'pc-face': '法定代表人已通过 PC 人脸认证',
  'phone-face': '法定代表人已通过手机人脸认证',
  'outside-face': '法定代表人已通过外部实名认证服务的人脸认证',
  'manual-review': '法定代表人已通过消防救援机构人工审核。',
}

/** By which way 实名认证 has passed, under the name its result may bear; the phone check says that it spares the face. */
export function passedText({ way, label }: Verification): string {
  if (way === null) return '法定代表人实名认证已通过。'
  const face = way === 'pc-face' || way === 'phone-face' || way === 'outside-face'
  return face ? `${WAYS[way]}${label === undefined ? '' : `（${label}）`}。` : WAYS[way]
}
