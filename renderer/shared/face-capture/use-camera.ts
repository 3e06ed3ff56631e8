import { onScopeDispose, ref, shallowRef, type Ref } from 'vue'
import { listDevices, openCamera, type Camera, type DeviceOption, type MediaChoice } from './camera.ts'
import { CameraTroubleError, type CameraTrouble } from './camera-trouble.ts'
import type { FaceDetector } from './face-detector.ts'
import { followLevel } from './microphone-level.ts'

export interface UsedCamera {
  camera: Readonly<Ref<Camera | null>>
  trouble: Ref<CameraTrouble | null>
  cameras: Readonly<Ref<DeviceOption[]>>
  microphones: Readonly<Ref<DeviceOption[]>>
  choice: Ref<MediaChoice>
  /** 0 to 1. */
  level: Readonly<Ref<number>>
  /** Camera, microphone and the detector's models are there. */
  ready: Readonly<Ref<boolean>>
  open: () => Promise<void>
  close: () => void
}

/** Opens what the capture needs and says what is wrong in the order in which it can be mended. Closes with its scope. */
export function useCamera(detector: FaceDetector, onLost: (trouble: CameraTrouble) => void): UsedCamera {
  const camera = shallowRef<Camera | null>(null)
  const trouble = ref<CameraTrouble | null>(null)
  const cameras = ref<DeviceOption[]>([])
  const microphones = ref<DeviceOption[]>([])
  const choice = ref<MediaChoice>({ cameraId: null, microphoneId: null })
  const level = ref(0)
  const ready = ref(false)
  let endLevel: () => void = () => undefined
  let opening = 0

  async function open(): Promise<void> {
    const mine = (opening += 1)
    close()
    trouble.value = null
    try {
      const opened = await openCamera(choice.value)
      if (mine !== opening) {
        opened.close()
        return
      }
      take(opened)
      await listAll()
      await loadDetector()
      ready.value = mine === opening
    } catch (error) {
      if (!(error instanceof CameraTroubleError)) throw error
      if (mine === opening) trouble.value = error.trouble
    }
  }

  function take(opened: Camera): void {
    camera.value = opened
    endLevel = followLevel(opened.stream, (measured) => (level.value = measured))
    opened.onLost((lost) => {
      if (camera.value !== opened) return
      close()
      trouble.value = lost
      onLost(lost)
    })
  }

  async function listAll(): Promise<void> {
    cameras.value = await listDevices('videoinput')
    microphones.value = await listDevices('audioinput')
  }

  async function loadDetector(): Promise<void> {
    try {
      await detector.load()
    } catch {
      // The worker's words are for programmers; the person can only try again or take the other way.
      throw new CameraTroubleError('model-missing')
    }
  }

  function close(): void {
    ready.value = false
    endLevel()
    endLevel = () => undefined
    level.value = 0
    camera.value?.close()
    camera.value = null
  }

  onScopeDispose(() => {
    opening += 1
    close()
  })
  return { camera, trouble, cameras, microphones, choice, level, ready, open, close }
}
