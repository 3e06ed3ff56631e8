import { PDFDocument } from 'pdf-lib'
import { regionText } from '../../../domain/regions/regions.ts'
import { SERVICE_TYPE_LABELS } from '../../../domain/conditions/service-type.ts'
import type { SelfEntryRevision } from '../../../domain/self-entry/self-entry.ts'
import { createLetterFont } from './letter-fonts.ts'
import { createLetterPage, PAGE_HEIGHT, PAGE_WIDTH } from './letter-page.ts'

const TITLE = '消防技术服务机构自主录入回执'
const BODY = 12

/** 回执 of one submission on a single A4 page: what was handed in and when, no personal number on it. */
export async function makeReceipt(
  revision: SelfEntryRevision,
  fontBytes: ArrayBuffer,
  now: Date,
): Promise<Uint8Array> {
  const rows = receiptRows(revision)
  const { reasons } = revision.evaluation
  const document = await PDFDocument.create()
  const typed = rows.map(([, value]) => value).join('') + reasons.join('')
  const font = await createLetterFont(document, fontBytes, typed)
  document.setTitle(TITLE)
  document.setLanguage('zh-CN')
  document.setCreationDate(now)
  document.setModificationDate(now)
  const page = createLetterPage(document.addPage([PAGE_WIDTH, PAGE_HEIGHT]), font)
  page.centred(TITLE, 20)
  page.space(12)
  for (const [name, value] of rows) page.row(name, value, BODY)
  page.space(16)
  page.paragraph(standingText(revision), BODY, { indent: 2 * BODY })
  reasons.forEach((reason, index) => {
    page.paragraph(`${index + 1}. ${reason}`, BODY, { hanging: 13.5 })
  })
  page.footer(`打印时间 ${chinaMoment(now.toISOString())}　以消防救援机构系统中的记录为准`)
  return document.save()
}

function receiptRows(revision: SelfEntryRevision): [name: string, value: string][] {
  const { organisation, engineers, operators, letterSha256 } = revision.snapshot
  const { name, creditCode, materials } = organisation
  return [
    ['机构名称', name],
    ['统一社会信用代码', creditCode],
    ['区域', materials ? regionText(materials.regionCodes) : ''],
    ['服务类型', (materials?.serviceTypes ?? []).map((type) => SERVICE_TYPE_LABELS[type]).join('、')],
    ['录入时间', chinaMoment(revision.at)],
    ['录入序号', `第 ${revision.number} 次`],
    ['修改提示', revision.changeNote],
    ['注册消防工程师', `${engineers.length} 人`],
    ['消防设施操作员', `${operators.length} 人`],
    ['承诺书校验码', `SHA-256 ${letterSha256.slice(0, 32)} ${letterSha256.slice(32)}`],
  ]
}

function standingText({ effective }: SelfEntryRevision): string {
  return effective
    ? '自主录入信息已提交，满足从业条件，已生效并在“信息公开”中公开。'
    : '自主录入信息已提交。提交时暂不满足生效条件，满足后自动生效并公开。尚缺：'
}

/** 2019-12-10 20:58:06 in China. */
function chinaMoment(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
