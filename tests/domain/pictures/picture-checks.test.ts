import { describe, expect, it } from 'vitest'
import { examinePicture, type PictureSubject } from '../../../domain/pictures/picture-checks.ts'
import { pixelsOf, SPOILS, specimenPhoto } from '../../support/specimen-photos.ts'
import { specimenPicture, type SpecimenKind } from '../../support/specimen-pictures.ts'

const KINDS: Record<PictureSubject, SpecimenKind> = {
  'document-back': 'document-back',
  'document-front': 'document-front',
  licence: 'licence',
}
const SUBJECTS = Object.keys(KINDS) as PictureSubject[]

async function examined(subject: PictureSubject, spoil?: keyof typeof SPOILS, kind = KINDS[subject]) {
  const picture = await pixelsOf(await specimenPhoto(kind, spoil && SPOILS[spoil]))
  const { findings, quarterTurns } = examinePicture(subject, picture, 1)
  return {
    quarterTurns,
    messages: findings.map(({ message }) => message),
    codes: findings.map(({ code, severity }) => `${severity} ${code}`),
  }
}

describe('examinePicture', () => {
  it.each(SUBJECTS)('finds nothing wrong with a sharp photo of %s on a desk', async (subject) => {
    expect(await examined(subject)).toEqual({ quarterTurns: 0, messages: [], codes: [] })
  })

  it.each(SUBJECTS)('finds nothing wrong with a scan cropped to %s', async (subject) => {
    const holder = { name: '戴海廷', documentNumber: '11010119900307887X' }
    const picture = await pixelsOf((await specimenPicture(KINDS[subject], holder)).buffer)
    expect(examinePicture(subject, picture, 1)).toEqual({ quarterTurns: 0, findings: [] })
  })

  it.each(SUBJECTS)('refuses %s blurred, too dark or too small, and says how to mend it', async (subject) => {
    expect((await examined(subject, 'blurred')).codes).toContain('refusal blurred')
    const dark = await examined(subject, 'dark')
    expect(dark.codes).toContain('refusal dark')
    expect(dark.messages).toContain('图片太暗，文字看不清，请在明亮处重新拍摄')
    const tiny = await examined(subject, 'tiny')
    expect(tiny.codes).toContain('refusal too-small')
    expect(tiny.messages[0]).toMatch(/应不小于 1000 像素，现在是 \d{3} 像素.*请靠近重新拍摄/)
  })

  it.each(SUBJECTS)('only warns of %s that is smaller than wanted', async (subject) => {
    expect((await examined(subject, 'small')).codes).toEqual(['warning small'])
  })

  it('refuses an overexposed card', async () => {
    expect((await examined('document-front', 'bright')).codes).toContain('refusal bright')
  })

  it.each(SUBJECTS)('warns that %s is cut off', async (subject) => {
    expect((await examined(subject, 'cut')).codes).toContain('warning cut')
  })

  it('turns a card that stands upright, and the 国徽面 also where it stands on its head', async () => {
    expect((await examined('document-back', 'turned')).quarterTurns).toBe(3)
    expect((await examined('document-back', 'upsideDown')).quarterTurns).toBe(2)
    expect((await examined('document-front', 'turned')).quarterTurns).toBe(1)
    expect((await examined('document-back', 'turned')).codes).toEqual(['warning turned'])
  })

  it('warns of the wrong side and never refuses it', async () => {
    expect((await examined('document-back', undefined, 'document-front')).codes).toEqual([
      'warning wrong-side',
    ])
    expect((await examined('document-front', undefined, 'document-back')).codes).toEqual([
      'warning wrong-side',
    ])
  })

  it('measures the file and not the smaller copy it looks at', async () => {
    const picture = await pixelsOf(await specimenPhoto('document-front', SPOILS.small))
    expect(examinePicture('document-front', picture, 1.6).findings).toEqual([])
  })
})
