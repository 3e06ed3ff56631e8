import { describe, expect, it } from 'vitest'
import { checkMediaDevices } from '../../../../renderer/features/diagnostics/media-devices.ts'

const device = (kind: MediaDeviceKind, label: string) =>
  ({ kind, label, deviceId: '', groupId: '', toJSON: () => ({}) }) satisfies MediaDeviceInfo
const list = (...devices: MediaDeviceInfo[]) => ({ enumerateDevices: () => Promise.resolve(devices) })

describe('the check of camera and microphone', () => {
  it('names what is there', async () => {
    const items = await checkMediaDevices(list(device('videoinput', 'HD 摄像头'), device('audioinput', '')))
    expect(items).toMatchObject([
      { key: 'camera', verdict: 'good', value: 'HD 摄像头' },
      { key: 'microphone', verdict: 'good', value: '1 个' },
    ])
  })

  it('says what to do when nothing is there', async () => {
    for (const item of await checkMediaDevices(list())) {
      expect(item).toMatchObject({ verdict: 'attention', value: '未找到' })
      expect(item.advice).not.toBe('')
    }
  })

  it('says so when the system does not tell', async () => {
    const refusing = { enumerateDevices: () => Promise.reject(new Error('refused')) }
    for (const devices of [undefined, refusing]) {
      expect((await checkMediaDevices(devices)).map(({ value }) => value)).toEqual(['无法检测', '无法检测'])
    }
  })
})
