import { PDFDocument } from 'pdf-lib'
import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import { readLabelFont } from '../../../../electron/agent/hosting/label-font.ts'
import {
  makeRoster,
  type OpenRosterFont,
  type Roster,
} from '../../../../electron/agent/people/make-roster.ts'
import { createLetterFont } from '../../../../electron/agent/self-entry/letter-fonts.ts'

const openFont: OpenRosterFont = async (document, text) =>
  createLetterFont(document, await readLabelFont(), text)
const NOW = new Date('2026-11-23T02:00:00Z')
/** Beyond the Basic Multilingual Plane: in no common font. */
const RARE = '林𬭎'

function roster(people: number): Roster {
  return {
    title: '消防设施操作员花名册',
    organisation: '南京安盾消防技术服务有限公司',
    day: '2026-11-23',
    header: ['序号', '姓名', '身份证号', '职业方向'],
    shares: [1, 2, 4, 4],
    rows: Array.from({ length: people }, (_, index) => [
      String(index + 1),
      index === 1 ? RARE : `林建${String(index + 1)}`,
      '320***********1234',
      '消防设施检测维修保养',
    ]),
  }
}

async function textOf(pdf: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(pdf), { mergePages: false })
  return text.map((page) => page.replaceAll(/\s/g, ''))
}

describe('makeRoster', () => {
  it('names the organisation, the day, everybody in the order given, and the page on each page', async () => {
    const pdf = await makeRoster(roster(60), openFont, NOW)
    const pages = await textOf(pdf)
    expect(pages.length).toBeGreaterThan(1)
    expect(pages[0]).toContain('消防设施操作员花名册南京安盾消防技术服务有限公司共60人2026-11-23')
    pages.forEach((page, index) => {
      expect(page).toContain('序号姓名身份证号职业方向')
      expect(page).toContain(`第${String(index + 1)}页，共${String(pages.length)}页`)
    })
    const all = pages.join('')
    const places = Array.from({ length: 60 }, (_, index) =>
      index === 1 ? RARE : `林建${String(index + 1)}320`,
    )
    expect(
      places.map((name) => all.indexOf(name)).every((at, index, found) => at > (found[index - 1] ?? -1)),
    ).toBe(true)
  })

  it('lies on its side', async () => {
    const document = await PDFDocument.load(await makeRoster(roster(1), openFont, NOW))
    const { width, height } = document.getPage(0).getSize()
    expect([Math.round(width), Math.round(height)]).toEqual([842, 595])
  })

  it('breaks what is wider than its column into lines and keeps all of it', async () => {
    const long = '消防设施监控操作、消防设施检测维修保养以及其他'.repeat(4)
    const wide = { ...roster(1), rows: [['1', '林建国', '320***********1234', long]] }
    const [page] = await textOf(await makeRoster(wide, openFont, NOW))
    expect(page).toContain(long)
  })

  it('gives others their turn between the pages of a long list', { timeout: 60_000 }, async () => {
    let turns = 0
    const timer = setInterval(() => (turns += 1), 0)
    await makeRoster(roster(500), openFont, NOW)
    clearInterval(timer)
    expect(turns).toBeGreaterThan(10)
  })
})
