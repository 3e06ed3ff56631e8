import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { PictureFinding } from '../../../../domain/pictures/picture-checks.ts'
import { preparePicture } from '../../../../renderer/shared/pictures/prepare-picture.ts'

const worker = vi.hoisted(() => vi.fn())
vi.mock('../../../../renderer/shared/pictures/picture-desk.ts', () => ({ workOnPicture: worker }))

const JPEG = [0xff, 0xd8, 0xff, 0xdb]
const file = (bytes: number[], sizeBytes = 1000, name = 'card.png') => {
  const content = new Uint8Array(Math.max(sizeBytes, bytes.length))
  content.set(bytes)
  return new File([content], name)
}
const found = (findings: PictureFinding[], quarterTurns = 0, width = 2000) => {
  worker.mockImplementation((task: string) =>
    Promise.resolve(
      task === 'examine'
        ? { findings, quarterTurns, width, height: 1500 }
        : { jpeg: new Blob(['edited']), width: 1500, height: 2000 },
    ),
  )
}
const turned: PictureFinding = { code: 'turned', severity: 'warning', message: '已自动转正' }

describe('preparePicture', () => {
  beforeEach(() => {
    worker.mockReset()
  })

  it('keeps a file that needs nothing as it is', async () => {
    found([])
    const chosen = file(JPEG)
    expect(await preparePicture(chosen, 'document-picture', 'document-front')).toEqual({
      ok: true,
      file: chosen,
      warnings: [],
      editedBytes: null,
    })
  })

  it('goes on after a warning, never after a refusal, and tells every refusal', async () => {
    const small: PictureFinding = { code: 'small', severity: 'warning', message: '小' }
    found([small])
    expect(await preparePicture(file(JPEG), 'licence-picture', 'licence')).toMatchObject({
      warnings: [small],
    })
    found([
      { code: 'dark', severity: 'refusal', message: '太暗' },
      { code: 'too-small', severity: 'refusal', message: '太小' },
      small,
    ])
    expect(await preparePicture(file(JPEG), 'licence-picture', 'licence')).toEqual({
      ok: false,
      message: '太暗；太小',
    })
  })

  it('turns a card upright by itself, but not again what the person has turned', async () => {
    found([turned], 1)
    const chosen = await preparePicture(file(JPEG), 'document-picture', 'document-front')
    expect(chosen).toMatchObject({ ok: true, warnings: [turned], editedBytes: 1000 })
    expect(chosen.ok && chosen.file.name).toBe('card.jpg')
    const edited = await preparePicture(file(JPEG), 'document-picture', 'document-front', true)
    expect(edited).toMatchObject({ ok: true, warnings: [], editedBytes: null })
  })

  it('writes anew what is too long or too large', async () => {
    found([], 0, 4200)
    expect(await preparePicture(file(JPEG), 'licence-picture', 'licence')).toMatchObject({
      editedBytes: 1000,
    })
    found([])
    const large = 11 * 1024 * 1024
    expect(await preparePicture(file(JPEG, large), 'licence-picture', 'licence')).toMatchObject({
      editedBytes: large,
    })
  })

  it('refuses what is empty, no picture or beyond all measure without asking the worker', async () => {
    const refusals = [
      [file([], 0), '文件是空的'],
      [file([0x25, 0x50, 0x44, 0x46]), '这是 PDF 文件'],
      [file(JPEG, 31 * 1024 * 1024), '不能超过 10 MB，现在是 31 MB'],
    ] as const
    for (const [chosen, words] of refusals) {
      const answer = await preparePicture(chosen, 'document-picture', 'document-back')
      expect(!answer.ok && answer.message).toContain(words)
    }
    expect(worker).not.toHaveBeenCalled()
  })

  it('says that a picture which cannot be opened is broken', async () => {
    worker.mockResolvedValue(null)
    expect(await preparePicture(file(JPEG), 'document-picture', 'document-back')).toEqual({
      ok: false,
      message: '图片打不开，文件可能不完整，请重新拍摄或扫描后上传',
    })
  })
})
