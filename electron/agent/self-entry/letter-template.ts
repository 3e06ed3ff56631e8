import { PDFDocument } from 'pdf-lib'
import type { Organisation } from '../../../domain/organisation/organisation.ts'
import { createLetterFont } from './letter-fonts.ts'
import { createLetterPage, PAGE_HEIGHT, PAGE_WIDTH } from './letter-page.ts'
import { LETTER_TITLE, letterText } from './letter-text.ts'

const BODY = 12
const HEADING = 13.5
const CLAUSE = { indent: 0, hanging: 13.5 }

export interface MadeLetter {
  pdf: Uint8Array
  /** Characters that no font of this computer has; 〓 stands for them, to be written by hand. */
  missingCharacters: readonly string[]
}

/**
 * The commitment letter as a PDF of two pages, filled with the organisation's data, to be signed and sealed on paper. Its text can be copied and searched;
 * the font is embedded with the characters used. Upstream fontkit makes the subset: the fork under pdf-lib's own name writes Chinese fonts that viewers refuse.
 */
export async function makeLetterTemplate(
  organisation: Organisation,
  fontBytes: ArrayBuffer,
  now: Date,
  rareFontFiles?: readonly string[],
): Promise<MadeLetter> {
  const document = await PDFDocument.create()
  const text = letterText(organisation)
  // Only what people typed can hold characters that the font lacks.
  const typed = text.rows.map(([, value]) => value).join('')
  const font = await createLetterFont(document, fontBytes, typed, rareFontFiles)
  document.setTitle(LETTER_TITLE)
  document.setLanguage('zh-CN')
  document.setCreationDate(now)
  document.setModificationDate(now)
  const addPage = () => createLetterPage(document.addPage([PAGE_WIDTH, PAGE_HEIGHT]), font)

  const first = addPage()
  first.centred(LETTER_TITLE, 20)
  first.space(10)
  for (const [name, value] of text.rows) first.row(name, value, BODY)
  first.space(14)
  first.paragraph(text.opening, BODY, { indent: 2 * BODY })
  first.space(6)
  first.paragraph('一、关于从业条件', HEADING)
  text.conditions.forEach((clause, index) => {
    first.paragraph(`${index + 1}. ${clause}`, BODY, CLAUSE)
  })
  first.footer('第 1 页　共 2 页')

  const second = addPage()
  second.paragraph('二、关于从业活动', HEADING)
  text.duties.forEach((clause, index) => {
    second.paragraph(`${index + 1}. ${clause}`, BODY, CLAUSE)
  })
  second.space(8)
  second.paragraph('三、法律责任', HEADING)
  second.paragraph(text.closing, BODY, { indent: 2 * BODY })
  second.space(46)
  second.paragraph('法定代表人（签名）：____________________', 12, { indent: 200, hanging: 200 })
  second.space(26)
  second.paragraph('机构（盖章）：', 12, { indent: 200, hanging: 200 })
  second.space(90)
  second.paragraph('________ 年 ____ 月 ____ 日', 12, { indent: 260, hanging: 260 })
  second.space(30)
  second.paragraph(
    '填写说明：请核对第 1 页的机构信息，填写实际建筑面积；打印后由法定代表人签名并加盖单位公章，将两页扫描成一个 PDF 文件后上传。消防救援机构另有统一范本的，以其范本为准。',
    9.5,
  )
  second.footer('第 2 页　共 2 页')
  return { pdf: await document.save(), missingCharacters: font.missing }
}
