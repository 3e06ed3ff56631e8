import sharp, { type Sharp } from 'sharp'
import type { PixelPicture } from '../../domain/pictures/pixel-picture.ts'
import { specimenPicture, type SpecimenKind } from './specimen-pictures.ts'

const HOLDER = { name: '戴海廷', documentNumber: '11010119900307887X' }
const DESK = { r: 92, g: 78, b: 66 }

/** Photos as people take them, of specimen cards only: a card on a desk and what may be wrong with it. */
export async function specimenPhoto(
  kind: SpecimenKind,
  spoil: (photo: Sharp) => Sharp = (photo) => photo,
): Promise<Buffer> {
  const card = await sharp((await specimenPicture(kind, HOLDER)).buffer)
    .extract({
      left: 60,
      top: 60,
      width: kind === 'licence' ? 1580 : 1480,
      height: kind === 'licence' ? 1080 : 890,
    })
    .rotate(3, { background: DESK })
    .toBuffer()
  const photo = await sharp({ create: { width: 2000, height: 1500, channels: 3, background: DESK } })
    .composite([{ input: card, gravity: 'center' }])
    .jpeg({ quality: 92 })
    .toBuffer()
  return spoil(sharp(photo)).jpeg({ quality: 92 }).toBuffer()
}

export const SPOILS = {
  blurred: (photo: Sharp) => photo.blur(9),
  dark: (photo: Sharp) => photo.linear(0.3, 0),
  bright: (photo: Sharp) => photo.linear(1.6, 40),
  tiny: (photo: Sharp) => photo.resize({ width: 640 }),
  small: (photo: Sharp) => photo.resize({ width: 1100 }),
  turned: (photo: Sharp) => photo.rotate(90),
  upsideDown: (photo: Sharp) => photo.rotate(180),
  cut: (photo: Sharp) => photo.extract({ left: 700, top: 350, width: 1300, height: 1150 }),
} satisfies Record<string, (photo: Sharp) => Sharp>

export async function pixelsOf(file: Buffer): Promise<PixelPicture> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}
