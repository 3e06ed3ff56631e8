import { describe, expect, it } from 'vitest'
import {
  checkMediaPermissions,
  checkVerificationWays,
} from '../../../../renderer/features/diagnostics/verification-ways.ts'

const WAYS = { outside: false, maskedName: null, consentVersion: '1', triesLeft: 3, pausedUntil: null }
const YES = { available: true, reason: '' }

describe('the ways of verification in 系统检测', () => {
  it('say why the phone cannot be used, in the words of the server', async () => {
    const phone = { available: false, reason: '同步服务器没有受信任的证书' }
    const items = await checkVerificationWays(() =>
      Promise.resolve({ ok: true, value: { ...WAYS, pc: YES, phone } }),
    )
    expect(items).toMatchObject([
      { key: 'face-pc', verdict: 'good' },
      { key: 'face-phone', verdict: 'attention', advice: '同步服务器没有受信任的证书' },
    ])
  })

  it('are left out for those who verify nobody', async () => {
    expect(
      await checkVerificationWays(() => Promise.resolve({ ok: false, failure: { code: 'not-allowed' } })),
    ).toEqual([])
  })

  it('tell a refused permission from one that is asked for when needed', async () => {
    const query = ({ name }: { name: string }) =>
      // Safe: only the state is read.
      Promise.resolve({ state: name === 'camera' ? 'denied' : 'prompt' } as PermissionStatus)
    expect(await checkMediaPermissions({ query })).toMatchObject([
      { label: '摄像头权限', verdict: 'attention', value: '已拒绝' },
      { label: '麦克风权限', verdict: 'good', value: '使用时询问' },
    ])
  })
})
