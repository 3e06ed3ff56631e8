import { decodeBase64, encodeBase64 } from '../../../domain/labels/base64.ts'
import type { FaceChallenge } from '../../../domain/verification/face-contract.ts'
import { packFacePayload } from '../../../domain/verification/face-payload.ts'
import { sealPayload } from '../../../domain/verification/seal.ts'
import type { TakenPicture } from './capture-run.ts'

/** The doors on the way take 2 MiB, and base64 makes four thirds of it: a film that does not fit is left out, the pictures are what counts. */
const SEALED_MAX_BYTES = 1_450_000

/** Everything taken, readable for the server of this session alone; in memory only. */
export async function sealCapture(
  { sessionId, nonce, serverPublicKey }: FaceChallenge,
  device: { cameraLabel: string; appVersion: string },
  pictures: readonly TakenPicture[],
  video: Blob | null,
): Promise<string> {
  const startMs = pictures[0]?.atMs ?? 0
  const frames = await Promise.all(
    pictures.map(async ({ kind, atMs, jpeg }) => ({
      kind,
      atMs: Math.round(atMs - startMs),
      jpeg: await bytesOf(jpeg),
    })),
  )
  const picturesBytes = frames.reduce((sum, { jpeg }) => sum + jpeg.length, 0)
  const film = video && video.size + picturesBytes <= SEALED_MAX_BYTES ? video : null
  const payload = packFacePayload({
    nonce,
    device: { ...device, userAgent: navigator.userAgent.slice(0, 400) },
    frames,
    video: film && { mediaType: film.type, bytes: await bytesOf(film) },
  })
  const key = Uint8Array.from(decodeBase64(serverPublicKey) ?? [])
  return encodeBase64(await sealPayload(crypto.subtle, key, { sessionId, nonce }, payload))
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer())
}
