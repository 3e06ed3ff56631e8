import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FaceFrameKind } from '../../../domain/verification/face-action.ts'
import { packFacePayload, unpackFacePayload } from '../../../domain/verification/face-payload.ts'

const bytes = fc.uint8Array({ minLength: 1, maxLength: 50 }).map((value) => Uint8Array.from(value))
const payload = fc.record({
  nonce: fc.string(),
  device: fc.record({
    cameraLabel: fc.constantFrom('集成摄像头', 'Integrated Camera', ''),
    userAgent: fc.string({ maxLength: 50 }),
    appVersion: fc.constant('0.1.0'),
  }),
  frames: fc.array(
    fc.record({ kind: fc.constantFrom(...FaceFrameKind.options), atMs: fc.integer(), jpeg: bytes }),
    { maxLength: 8 },
  ),
  video: fc.option(fc.record({ mediaType: fc.constant('video/webm'), bytes })),
})

describe('a face payload', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(payload, (given) => {
        expect(unpackFacePayload(packFacePayload(given))).toEqual(given)
      }),
    )
  })

  it('is nothing where it is cut, longer, or no payload at all', () => {
    fc.assert(
      fc.property(payload, fc.nat(), (given, place) => {
        const packed = packFacePayload(given)
        expect(unpackFacePayload(packed.slice(0, place % packed.length))).toBeNull()
        expect(unpackFacePayload(Uint8Array.from([...packed, 0]))).toBeNull()
      }),
    )
    fc.assert(
      fc.property(bytes, (noise) => {
        expect(unpackFacePayload(noise)).toBeNull()
      }),
    )
  })
})
