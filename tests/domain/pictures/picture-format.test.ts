import { describe, expect, it } from 'vitest'
import { pictureFormatOf, refusalOfFormat } from '../../../domain/pictures/picture-format.ts'

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

describe('pictureFormatOf', () => {
  it.each([
    ['\xff\xd8\xff\xe0', 'jpeg'],
    ['\x89PNG\r\n', 'png'],
    ['\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'heic'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'webp'],
    ['GIF89a', 'gif'],
    ['BM\0\0', 'bmp'],
    ['II*\0', 'tiff'],
    ['%PDF-1.7', 'pdf'],
    ['\0\0\0\x18ftypisom', 'unknown'],
    ['', 'unknown'],
  ])('tells by the first bytes %j that it is %s', (head, format) => {
    expect(pictureFormatOf(bytes(head))).toBe(format)
  })
})

describe('refusalOfFormat', () => {
  it('takes JPEG and PNG, and tells the way out for everything else', () => {
    expect(refusalOfFormat('jpeg')).toBeNull()
    expect(refusalOfFormat('png')).toBeNull()
    expect(refusalOfFormat('heic')).toContain('兼容性最佳')
    expect(refusalOfFormat('webp')).toBe('这是 WEBP 图片，请另存为 JPG 或 PNG 后上传')
    expect(refusalOfFormat('unknown')).toContain('另存为 JPG 或 PNG')
  })
})
