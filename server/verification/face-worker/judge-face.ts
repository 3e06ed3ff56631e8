import type { FaceJudgement, FaceQuestion } from '../face-judgement.ts'
import { isInOrder, judgeSequence, matchScore, type MeasuredFrame } from './face-decision.ts'
import { bandOf } from './face-match.ts'
import type { FaceModels, MeasuredFace } from './face-models.ts'
import { cropJpeg, decodePicture, greyThumbnail, type Picture } from './picture.ts'

/** Below this a portrait has too few pixels to be told from another (face.md §2, ID-photo simulation: a card of 600 px shows about 100). */
const PORTRAIT_WIDTH_AT_LEAST = 56

/** Everything is judged from the pictures alone; nothing the client says of them is believed. */
export async function judgeFace(models: FaceModels, question: FaceQuestion): Promise<FaceJudgement> {
  if (!isInOrder(question.prompts, question.frames)) {
    const findings = ['wrong-order']
    const { versions } = models
    return { decision: 'fail', band: null, reason: 'wrong-order', findings, portraitJpeg: null, versions }
  }
  const frames = await measureFrames(models, question.frames)
  const found = await findPortrait(models, question.portrait)
  const { versions } = models
  const portraitJpeg = found ? await cropJpeg(found.picture, found.face.box) : null
  const base = { portraitJpeg, versions }
  if (!frames)
    return { ...base, decision: 'fail', band: null, reason: 'unreadable', findings: ['unreadable'] }
  const sequence = judgeSequence(question.prompts, frames)
  const findings = sequence.map(({ reason, frame }) => (frame < 0 ? reason : `${reason}#${frame}`))
  const [first] = sequence
  if (first) return { ...base, decision: 'fail', band: null, reason: first.reason, findings }
  if (!found) {
    return {
      ...base,
      decision: 'fail',
      band: null,
      reason: 'portrait-unreadable',
      findings: ['portrait-unreadable'],
    }
  }
  const band = bandOf(matchScore(found.face.descriptors, frames))
  if (band === 'pass') return { ...base, decision: 'pass', band, reason: null, findings: [] }
  const reason = band === 'review' ? 'near-the-person' : 'not-the-person'
  return { ...base, decision: band, band, reason, findings: [reason] }
}

async function measureFrames(
  models: FaceModels,
  frames: FaceQuestion['frames'],
): Promise<MeasuredFrame[] | null> {
  const measured: MeasuredFrame[] = []
  for (const { kind, atMs, jpeg } of frames) {
    const picture = await tryDecode(jpeg, 640)
    if (!picture) return null
    measured.push({
      kind,
      atMs,
      faces: await models.measure(picture),
      thumbnail: await greyThumbnail(picture),
    })
  }
  return measured
}

/** A card may be photographed lying on its side, and a portrait on it is small: it is turned and cut until a face is seen. */
async function findPortrait(
  models: FaceModels,
  bytes: Uint8Array,
): Promise<{ picture: Picture; face: MeasuredFace } | null> {
  for (const turn of [0, 90, 270, 180]) {
    const whole = await tryDecode(bytes, 1600, turn)
    if (!whole) return null
    for (const picture of [whole, half(whole, 'right'), half(whole, 'left')]) {
      const [face] = await models.measure(picture)
      if (face?.signals && face.score >= 0.5) {
        return face.box[2] >= PORTRAIT_WIDTH_AT_LEAST ? { picture, face } : null
      }
    }
  }
  return null
}

function half({ data, width, height }: Picture, side: 'left' | 'right'): Picture {
  const kept = Math.floor(width / 2)
  const from = side === 'left' ? 0 : width - kept
  const pixels = new Uint8Array(kept * height * 3)
  for (let row = 0; row < height; row += 1) {
    const start = (row * width + from) * 3
    pixels.set(data.subarray(start, start + kept * 3), row * kept * 3)
  }
  return { data: pixels, width: kept, height }
}

async function tryDecode(bytes: Uint8Array, sideAtMost: number, turn = 0): Promise<Picture | null> {
  try {
    return await decodePicture(bytes, sideAtMost, turn)
  } catch {
    // No picture, or a broken one: judged as unreadable.
    return null
  }
}
