import type { Result } from '../../../domain/contracts/failure.ts'
import type { FaceWays } from '../../../domain/verification/face-contract.ts'
import type { CheckedItem } from './media-devices.ts'

/** Whether this server can judge a face, and whether a phone may open its camera for it. Nothing for those who verify nobody, or without a connection. */
export async function checkVerificationWays(ask: () => Promise<Result<FaceWays>>): Promise<CheckedItem[]> {
  const answer = await ask()
  if (!answer.ok) return []
  const { pc, phone } = answer.value
  return [
    item('face-pc', 'PC 人脸认证', pc, '服务器可以核验'),
    item('face-phone', '手机人脸认证', phone, '服务器可以核验，证书受信任'),
  ]
}

function item(key: string, label: string, { available, reason }: FaceWays['pc'], value: string): CheckedItem {
  return available
    ? { key, label, verdict: 'good', value, advice: '' }
    : { key, label, verdict: 'attention', value: '不能使用', advice: reason }
}

/** What the browser or the system has allowed, without asking for it now. */
export async function checkMediaPermissions(
  permissions: Pick<Permissions, 'query'> | undefined,
): Promise<CheckedItem[]> {
  const names = [
    ['camera', '摄像头权限'],
    ['microphone', '麦克风权限'],
  ] as const
  const found = await Promise.all(
    names.map(async ([name, label]) => ({
      key: `permission-${name}`,
      label,
      state: await stateOf(permissions, name),
    })),
  )
  return found.map(({ key, label, state }) => ({ key, label, ...PERMISSION_WORDS[state] }))
}

const PERMISSION_WORDS: Record<
  PermissionState | 'unknown',
  Pick<CheckedItem, 'verdict' | 'value' | 'advice'>
> = {
  granted: { verdict: 'good', value: '已允许', advice: '' },
  prompt: { verdict: 'good', value: '使用时询问', advice: '' },
  denied: {
    verdict: 'attention',
    value: '已拒绝',
    advice: '人脸认证需要这项权限：请在窗口的权限设置和系统设置的“隐私”中允许',
  },
  unknown: { verdict: 'attention', value: '无法检测', advice: '使用时会询问' },
}

async function stateOf(
  permissions: Pick<Permissions, 'query'> | undefined,
  name: 'camera' | 'microphone',
): Promise<PermissionState | 'unknown'> {
  try {
    return (await permissions?.query({ name }))?.state ?? 'unknown'
  } catch {
    // Browsers that do not know this name.
    return 'unknown'
  }
}
