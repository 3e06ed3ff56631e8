import { z } from 'zod'
import { FaceFrameKind } from './face-action.ts'

const Manifest = z.object({
  nonce: z.string(),
  device: z.object({
    cameraLabel: z.string().max(200),
    userAgent: z.string().max(400),
    appVersion: z.string().max(40),
  }),
  frames: z
    .array(z.object({ kind: FaceFrameKind, atMs: z.number(), sizeBytes: z.number().int().positive() }))
    .max(20),
  video: z.object({ sizeBytes: z.number().int().positive(), mediaType: z.string().max(100) }).nullable(),
})

type Bytes = Uint8Array<ArrayBuffer>

/** What one capture sends: `frames` are JPEG of 640×480 in the order they were taken, `atMs` counts from the first one. */
export interface FacePayload {
  nonce: string
  device: { cameraLabel: string; userAgent: string; appVersion: string }
  frames: { kind: FaceFrameKind; atMs: number; jpeg: Bytes }[]
  video: { mediaType: string; bytes: Bytes } | null
}

/** Four bytes of length (big-endian), the manifest as ASCII JSON, then the pictures and the video one after the other. */
export function packFacePayload({ nonce, device, frames, video }: FacePayload): Bytes {
  const manifest: z.infer<typeof Manifest> = {
    nonce,
    device,
    frames: frames.map(({ kind, atMs, jpeg }) => ({ kind, atMs, sizeBytes: jpeg.length })),
    video: video && { sizeBytes: video.bytes.length, mediaType: video.mediaType },
  }
  const head = asciiJson(manifest)
  const parts = [...frames.map(({ jpeg }) => jpeg), ...(video ? [video.bytes] : [])]
  const all = new Uint8Array(4 + head.length + parts.reduce((length, part) => length + part.length, 0))
  new DataView(all.buffer).setUint32(0, head.length)
  all.set(
    Uint8Array.from(head, (character) => character.charCodeAt(0)),
    4,
  )
  let offset = 4 + head.length
  for (const part of parts) {
    all.set(part, offset)
    offset += part.length
  }
  return all
}

/** Null for everything that `packFacePayload` does not make. */
export function unpackFacePayload(bytes: Bytes): FacePayload | null {
  if (bytes.length < 4) return null
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  if (headLength > 20_000 || 4 + headLength > bytes.length) return null
  const manifest = readManifest(bytes.subarray(4, 4 + headLength))
  if (!manifest) return null
  let offset = 4 + headLength
  const take = (sizeBytes: number) => bytes.slice(offset, (offset += sizeBytes))
  const frames = manifest.frames.map(({ kind, atMs, sizeBytes }) => ({ kind, atMs, jpeg: take(sizeBytes) }))
  const { video } = manifest
  const film = video && { mediaType: video.mediaType, bytes: take(video.sizeBytes) }
  if (offset !== bytes.length) return null
  return { nonce: manifest.nonce, device: manifest.device, frames, video: film }
}

function readManifest(bytes: Uint8Array): z.infer<typeof Manifest> | null {
  try {
    const parsed = Manifest.safeParse(JSON.parse(String.fromCharCode(...bytes)))
    return parsed.success ? parsed.data : null
  } catch {
    // Not JSON: not a payload.
    return null
  }
}

function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
