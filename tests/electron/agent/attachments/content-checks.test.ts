import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { checkContent } from '../../../../electron/agent/attachments/content-checks.ts'

async function picture(width: number, height: number, format: 'jpeg' | 'png' | 'webp'): Promise<Buffer> {
  const image = sharp({ create: { width, height, channels: 3, background: '#846' } })
  return image.toFormat(format).toBuffer()
}

async function pdf(pages: number, password?: string): Promise<Buffer> {
  const document = await PDFDocument.create()
  for (let page = 0; page < pages; page++) document.addPage([595, 842])
  if (password !== undefined) document.encrypt({ userPassword: password, ownerPassword: password })
  return Buffer.from(await document.save())
}

describe('checkContent', () => {
  it.each(['jpeg', 'png'] as const)('takes a large enough %s', async (format) => {
    const checked = await checkContent('licence-picture', await picture(900, 600, format))
    expect(checked).toEqual({ mediaType: `image/${format}`, pageCount: null })
  })

  it.each([
    ['a text', Buffer.from('这不是图片')],
    ['an empty file', Buffer.alloc(10)],
  ])('refuses %s as a picture', async (_name, bytes) => {
    await expect(checkContent('document-picture', bytes)).rejects.toThrow('不是 JPG 或 PNG 图片')
  })

  it('refuses a picture format that is not asked for', async () => {
    await expect(checkContent('document-picture', await picture(900, 600, 'webp'))).rejects.toThrow(
      '不是 JPG 或 PNG',
    )
  })

  it('refuses a picture too small to be read, with the size it has', async () => {
    const small = await picture(599, 400, 'jpeg')
    await expect(checkContent('document-picture', small)).rejects.toThrow('现在是 599 像素')
    await expect(checkContent('document-picture', await picture(600, 400, 'jpeg'))).resolves.toBeDefined()
  })

  it.each(['jpeg', 'png'] as const)('refuses a %s that was cut off', async (format) => {
    const whole = await picture(900, 600, format)
    const half = whole.subarray(0, Math.floor(whole.length / 2))
    await expect(checkContent('document-picture', half)).rejects.toThrow('图片文件不完整')
  })

  it('asks a letter of at least two pages', async () => {
    await expect(checkContent('letter', await pdf(1))).rejects.toThrow('承诺书应至少有 2 页，现在是 1 页')
    await expect(checkContent('letter', await pdf(2))).resolves.toEqual({
      mediaType: 'application/pdf',
      pageCount: 2,
    })
    await expect(checkContent('letter', await pdf(50))).resolves.toMatchObject({ pageCount: 50 })
    await expect(checkContent('letter', await pdf(51))).rejects.toThrow('最多 50 页，现在是 51 页')
  })

  it('takes a conclusion of one page', async () => {
    await expect(checkContent('conclusion', await pdf(1))).resolves.toMatchObject({ pageCount: 1 })
  })

  it('refuses an encrypted letter and says how to mend it', async () => {
    await expect(checkContent('letter', await pdf(2, 'geheim'))).rejects.toThrow('请去掉密码后上传')
  })

  it('refuses a broken PDF', async () => {
    const whole = await pdf(3)
    const cutOff = whole.subarray(0, whole.length - 20)
    const hollow = Buffer.concat([whole.subarray(0, 60), Buffer.from('%%EOF')])
    for (const broken of [cutOff, hollow]) {
      await expect(checkContent('letter', broken)).rejects.toThrow('已损坏或不完整')
    }
  })

  it('refuses a picture as a letter', async () => {
    await expect(checkContent('letter', await picture(900, 600, 'png'))).rejects.toThrow(
      '承诺书应为 PDF 文件',
    )
  })
})
