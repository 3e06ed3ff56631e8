export interface CheckedItem {
  key: string
  label: string
  verdict: 'good' | 'attention' | 'bad'
  value: string
  advice: string
}

/** Whether a camera and a microphone are there for 实名认证. Only lists them: nothing is opened, nobody is asked for permission. */
export async function checkMediaDevices(
  devices: Pick<MediaDevices, 'enumerateDevices'> | undefined,
): Promise<CheckedItem[]> {
  const found = await list(devices)
  return [
    item('camera', '摄像头', '没有摄像头也可使用客户端；需要拍照时请接入摄像头', found, 'videoinput'),
    item('microphone', '麦克风', '没有麦克风也可使用客户端；需要录音时请接入麦克风', found, 'audioinput'),
  ]
}

async function list(
  devices: Pick<MediaDevices, 'enumerateDevices'> | undefined,
): Promise<MediaDeviceInfo[] | null> {
  if (!devices) return null
  try {
    return await devices.enumerateDevices()
  } catch {
    // Refused by the system or by policy: said as such in the verdict.
    return null
  }
}

function item(
  key: string,
  label: string,
  adviceWithout: string,
  found: MediaDeviceInfo[] | null,
  kind: MediaDeviceKind,
): CheckedItem {
  if (!found) {
    const advice = `请在系统设置中允许本客户端使用${label}`
    return { key, label, verdict: 'attention', value: '无法检测', advice }
  }
  const ofKind = found.filter((device) => device.kind === kind)
  if (ofKind.length === 0) return { key, label, verdict: 'attention', value: '未找到', advice: adviceWithout }
  // Names are empty until the permission was given once.
  const names = ofKind.map((device) => device.label).filter((name) => name !== '')
  const value = names.length > 0 ? names.join('、') : `${ofKind.length} 个`
  return { key, label, verdict: 'good', value, advice: '' }
}
