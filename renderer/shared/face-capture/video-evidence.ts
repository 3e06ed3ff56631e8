import { FACE_FILM_SECONDS_MAX } from '../../../domain/verification/face-consent.ts'

export interface VideoEvidence {
  /** The film so far; the recording ends with it. */
  finish(): Promise<Blob | null>
  /** Ends it and forgets what was recorded. */
  discard(): void
}

/** In this order: webm everywhere but on iOS. */
const MEDIA_TYPES = ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4']
/** About half a megabyte in eight seconds: the payload's limit holds frames as well. */
const BITS_PER_SECOND = 400_000
const CHUNK_MS = 500

/** Films in memory only. Answers null where this browser records nothing; the frames are the evidence then. */
export function recordVideo(stream: MediaStream): VideoEvidence | null {
  const mimeType = MEDIA_TYPES.find((type) => MediaRecorder.isTypeSupported(type))
  if (mimeType === undefined) return null
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: BITS_PER_SECOND })
  let chunks: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data))
  recorder.start(CHUNK_MS)
  const timer = setTimeout(() => {
    if (recorder.state !== 'inactive') recorder.stop()
  }, FACE_FILM_SECONDS_MAX * 1000)
  return {
    finish: () =>
      new Promise((resolve) => {
        const done = () => {
          resolve(chunks.length === 0 ? null : new Blob(chunks, { type: recorder.mimeType }))
        }
        if (recorder.state === 'inactive') done()
        else {
          recorder.addEventListener('stop', done, { once: true })
          recorder.stop()
        }
      }),
    discard: () => {
      clearTimeout(timer)
      if (recorder.state !== 'inactive') recorder.stop()
      chunks = []
    },
  }
}
