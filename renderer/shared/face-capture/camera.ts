import { cameraTroubleOf, CameraTroubleError, type CameraTrouble } from './camera-trouble.ts'
import { FRAME_HEIGHT, FRAME_WIDTH } from './detector-messages.ts'

export interface MediaChoice {
  cameraId: string | null
  microphoneId: string | null
}

export interface Camera {
  stream: MediaStream
  /** The name the system gives the camera; part of the evidence. */
  label: string
  /** Called once when the camera ends although nobody closed it. */
  onLost(listener: (trouble: CameraTrouble) => void): void
  close(): void
}

type Media = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>

/** Opens camera and microphone; fails with CameraTroubleError. */
export async function openCamera(choice: MediaChoice, media: Media = mediaDevices()): Promise<Camera> {
  const stream = await open(choice, media)
  const [video] = stream.getVideoTracks()
  if (!video) throw new CameraTroubleError('no-camera')
  let closed = false
  return {
    stream,
    label: video.label,
    onLost: (listener) => {
      let told = false
      for (const track of stream.getTracks()) {
        track.addEventListener('ended', () => {
          if (closed || told) return
          told = true
          void whyLost().then(listener)
        })
      }
    },
    close: () => {
      closed = true
      for (const track of stream.getTracks()) track.stop()
    },
  }
}

async function open({ cameraId, microphoneId }: MediaChoice, media: Media): Promise<MediaStream> {
  const size = { width: { ideal: FRAME_WIDTH }, height: { ideal: FRAME_HEIGHT } }
  try {
    return await media.getUserMedia({
      video: cameraId ? { ...size, deviceId: { exact: cameraId } } : { ...size, facingMode: 'user' },
      audio: microphoneId ? { deviceId: { exact: microphoneId } } : true,
    })
  } catch (error) {
    const devices = await media.enumerateDevices().catch(() => [])
    const cameras = devices.filter(({ kind }) => kind === 'videoinput').length
    throw new CameraTroubleError(cameraTroubleOf(error, cameras))
  }
}

/** A revoked permission and a pulled plug end a track alike; only the permission's state tells them apart. */
async function whyLost(): Promise<CameraTrouble> {
  try {
    const { state } = await navigator.permissions.query({ name: 'camera' })
    return state === 'denied' ? 'revoked' : 'unplugged'
  } catch {
    // Browsers that cannot be asked for it.
    return 'unplugged'
  }
}

export interface DeviceOption {
  id: string
  label: string
}

/** Names are there only after the permission was given once. */
export async function listDevices(
  kind: 'videoinput' | 'audioinput',
  media: Media = mediaDevices(),
): Promise<DeviceOption[]> {
  const word = kind === 'videoinput' ? '摄像头' : '麦克风'
  const devices = (await media.enumerateDevices()).filter((device) => device.kind === kind)
  return devices.map(({ deviceId, label }, index) => ({
    id: deviceId,
    label: label || `${word} ${index + 1}`,
  }))
}

function mediaDevices(): MediaDevices {
  // Absent where the page is no secure context, whatever the type says.
  if (!('mediaDevices' in navigator)) throw new CameraTroubleError('not-secure')
  return navigator.mediaDevices
}
