import sharp from 'sharp'
import {
  expectedFrames,
  type FaceAction,
  type FaceFrameKind,
} from '../../../domain/verification/face-action.ts'
import type { FacePayload } from '../../../domain/verification/face-payload.ts'
import { FRAME_HEIGHT, FRAME_WIDTH, publicFace, type PublicFace } from './public-face.ts'
import { createPuppet, POSES, toJpeg, type Disguise, type Puppet } from './puppet.ts'

type Frames = FacePayload['frames']

/** What a capture of one obedient person is made of, with every step open to a cheat. */
export interface Performer {
  face: PublicFace
  puppet: Puppet
  /** Small involuntary movement, as nobody sits quite still. */
  picture: (kind: FaceFrameKind) => Promise<Uint8Array<ArrayBuffer>>
  perform: (
    prompts: readonly FaceAction[],
    cheat?: (kind: FaceFrameKind, index: number) => FaceFrameKind,
  ) => Promise<Frames>
}

export async function aPerformer(disguise?: Disguise): Promise<Performer> {
  const face = await publicFace()
  const puppet = createPuppet(face, disguise)
  let drawn = 0
  const picture = (kind: FaceFrameKind) => {
    drawn += 1
    const pose = POSES[kind]
    return toJpeg(
      puppet.draw({ ...pose, yaw: pose.yaw + 0.012 * Math.sin(drawn * 1.7), dx: 2 * Math.sin(drawn * 0.8) }),
    )
  }
  return {
    face,
    puppet,
    picture,
    async perform(prompts, cheat = (kind) => kind) {
      const frames: Frames = []
      for (const [index, kind] of expectedFrames(prompts).entries())
        frames.push({ kind, atMs: index * 1500, jpeg: await picture(cheat(kind, index)) })
      return frames
    },
  }
}

/** A card with the portrait where a 居民身份证 has it, SPECIMEN printed over nothing that is real. */
export async function specimenCard(portrait: Buffer): Promise<Buffer> {
  const photo = await sharp(portrait)
    .extract({ left: 130, top: 10, width: 370, height: 460 })
    .resize(330, 410)
    .modulate({ brightness: 1.03, saturation: 0.9 })
    .toBuffer()
  const text = Buffer.from(
    '<svg width="1080" height="680"><rect width="1080" height="680" rx="30" fill="#e8eef2"/><text x="60" y="120" font-size="44">SPECIMEN 样本</text><rect x="60" y="180" width="480" height="14" fill="#9ab"/><rect x="60" y="240" width="420" height="14" fill="#9ab"/><rect x="60" y="300" width="500" height="14" fill="#9ab"/></svg>',
  )
  return sharp(text)
    .composite([{ input: photo, left: 690, top: 120 }])
    .jpeg({ quality: 90 })
    .toBuffer()
}

/** Half of the picture taken by somebody who looks over the shoulder. */
export async function withSecondPerson(jpeg: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const small = await sharp(jpeg)
    .extract({ left: 130, top: 0, width: 380, height: 480 })
    .resize(300, 379)
    .toBuffer()
  const canvas = await sharp({
    create: { width: FRAME_WIDTH, height: FRAME_HEIGHT, channels: 3, background: '#667' },
  })
    .composite([
      { input: small, left: 10, top: 60 },
      { input: await sharp(small).flop().toBuffer(), left: 330, top: 60 },
    ])
    .jpeg({ quality: 90 })
    .toBuffer()
  return new Uint8Array(canvas)
}

/** A photo of a screen: darker, with lines, bent a little. */
export async function photographed(jpeg: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const lines = Buffer.from(
    `<svg width="${FRAME_WIDTH}" height="${FRAME_HEIGHT}"><defs><pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse"><rect width="4" height="1" fill="#000" opacity="0.25"/></pattern></defs><rect width="100%" height="100%" fill="url(#p)"/></svg>`,
  )
  return new Uint8Array(
    await sharp(jpeg)
      .modulate({ brightness: 0.9 })
      .composite([{ input: lines }])
      .jpeg({ quality: 85 })
      .toBuffer(),
  )
}
